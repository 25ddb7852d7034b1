//! The service `HTTP`: requests of the plugin, made by a real client under the server's rules. Must not let a request live longer than the call it is
//! part of.

use std::sync::Arc;
use std::time::Instant;

use nd_pdk::Error;
use nd_pdk::host::http::{HTTPRequest, HTTPResponse, HTTPService};
use nd_rules::address::{self, Judged};
use nd_rules::exchange::{self, LONGEST_BODY, Redirects, Wanted};
use nd_rules::header;

use crate::client::{Client, Guard, Limits, Response};
use crate::server::World;

pub(crate) struct Http {
    required_hosts: Vec<String>,
    judged: Judged,
    client: Client,
}

/// The service for one call of the plugin, which ends at the deadline.
pub(crate) struct HttpOfCall {
    http: Arc<Http>,
    deadline: Instant,
}

impl Http {
    pub(crate) fn new(world: &Arc<World>) -> Arc<Self> {
        let required_hosts = world.permissions.http_hosts.clone();
        let judged = Judged::by(world.version);
        let client = Client::new(guard(required_hosts.clone(), judged));
        Arc::new(Self {
            required_hosts,
            judged,
            client,
        })
    }

    /// Ends the requests of calls that are cut off.
    pub(crate) fn close(&self) {
        self.client.close();
    }

    pub(crate) fn of_call(self: &Arc<Self>, deadline: Instant) -> HttpOfCall {
        let http = Arc::clone(self);
        HttpOfCall { http, deadline }
    }
}

/// Whether a connection may be made, once it is known to which address.
fn guard(required_hosts: Vec<String>, judged: Judged) -> Guard {
    Arc::new(move |to| match judged {
        Judged::ByText => Ok(()),
        Judged::ByAddress => address::dial(to, &required_hosts),
    })
}

impl HTTPService for HttpOfCall {
    fn send(&self, request: HTTPRequest) -> Result<Option<HTTPResponse>, Error> {
        let Http {
            required_hosts,
            judged,
            client,
        } = &*self.http;
        let address = address::http(&request.url, required_hosts, *judged)?;
        let timeout = exchange::timeout(request.timeout_ms);
        let limits = Limits {
            deadline: self.deadline.min(Instant::now() + timeout),
            body: LONGEST_BODY,
        };
        let wanted = Wanted {
            method: &request.method,
            url: &request.url,
            headers: &request.headers,
            body: request.body,
            redirects: match request.no_follow_redirects {
                true => Redirects::Returned,
                false => Redirects::FiveRequests,
            },
        };
        let response = client.run(wanted, address, limits, |target| {
            address::http_host(target, required_hosts, *judged)
        })?;
        Ok(Some(seen(response)))
    }
}

/// What the plugin sees of a response.
fn seen(response: Response) -> HTTPResponse {
    let headers = response.headers.iter();
    let headers = headers.map(|(name, value)| (name.as_str(), value.as_str()));
    HTTPResponse {
        status_code: response.status.into(),
        headers: header::first_values(headers).into_iter().collect(),
        body: response.body,
    }
}

//! The host functions a plugin imports from the server, linked to whatever answers them in the call at hand.
//! Must not know what any of them does.

use std::panic::{self, AssertUnwindSafe};

use extism::{CurrentPlugin, Error, Function, PTR, UserData, Val};

use super::script::Request;
use super::sessions::{Session, Sessions};
use super::{PANICKED, blocks};

/// Links a host function: a block with the request in, a block with the reply out.
///
/// The request's block stays the guest's to free, as with the server.
pub(crate) fn function(name: &str, sessions: &Sessions) -> Function {
    let (function, sessions) = (name.to_owned(), sessions.clone());
    let linked = move |plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], _| {
        let bytes = blocks::read(plugin, &inputs[0])?;
        let session = sessions.of(plugin)?;
        let request = Request {
            function: function.clone(),
            bytes,
        };
        let reply = answer(&session, &request)?;
        outputs[0] = blocks::write(plugin, &reply)?;
        Ok::<_, Error>(())
    };
    Function::new(name, [PTR], [PTR], UserData::<()>::default(), linked)
}

/// A panic of the host ends the plugin's call and nothing else, in the words of the server's runtime.
fn answer(session: &Session, request: &Request) -> Result<Vec<u8>, Error> {
    let answered = panic::catch_unwind(AssertUnwindSafe(|| {
        session.answer.answer(request, session.deadline)
    }));
    answered.unwrap_or_else(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref().copied());
        let text = text.unwrap_or("the host panicked");
        Err(Error::msg(format!("{text} {PANICKED}")))
    })
}

//! Follows the prices of an exchange over a WebSocket, and connects again whenever the connection is lost.
//! Only what the server calls: must not know the exchange's messages, or keep anything in memory, as every call has an instance of its own.

mod connection;
mod message;
mod price;
mod settings;

use nd_pdk::lifecycle::InitProvider;
use nd_pdk::scheduler::{CallbackProvider, SchedulerCallbackRequest};
use nd_pdk::websocket::{
    BinaryMessageProvider, CloseProvider, ErrorProvider, OnBinaryMessageRequest, OnCloseRequest,
    OnErrorRequest, OnTextMessageRequest, TextMessageProvider,
};
use nd_pdk::{Error, register};

use connection::Job;
use message::Message;
use settings::Settings;

#[derive(Default)]
struct CryptoTicker;

impl InitProvider for CryptoTicker {
    /// Schedules and connections are lost whenever the plugin is loaded anew, so all of them are made here.
    fn on_init(&self) -> Result<(), Error> {
        let settings = Settings::load()?;
        if settings.products.is_empty() {
            nd_pdk::warn!("no products are configured, so there is nothing to follow");
            return Ok(());
        }
        connection::watch_every_minute()?;
        connection::connect(&settings)
    }
}

impl TextMessageProvider for CryptoTicker {
    fn on_text_message(&self, req: OnTextMessageRequest) -> Result<(), Error> {
        // As bytes, which is how all else arrives: reading text as well would make the plugin larger.
        match serde_json::from_slice(req.message.as_bytes())? {
            Message::Ticker(ticker) => {
                connection::is_alive()?;
                price::arrived(&ticker, Settings::load()?.log_interval())
            }
            Message::Heartbeat => connection::is_alive(),
            Message::Subscriptions => {
                nd_pdk::info!("the exchange has accepted the subscription");
                Ok(())
            }
            Message::Error(refusal) => {
                nd_pdk::error!("the exchange refuses: {refusal}");
                Ok(())
            }
            Message::Other => Ok(()),
        }
    }
}

impl BinaryMessageProvider for CryptoTicker {
    /// The feed has none. It is here because the server logs an error for every event without a callback.
    fn on_binary_message(&self, req: OnBinaryMessageRequest) -> Result<(), Error> {
        nd_pdk::debug!("passing over {} bytes", req.data.len());
        Ok(())
    }
}

impl CloseProvider for CryptoTicker {
    fn on_close(&self, req: OnCloseRequest) -> Result<(), Error> {
        connection::connect_later(&format!("closed with code {} {}", req.code, req.reason))
    }
}

impl ErrorProvider for CryptoTicker {
    /// Lost connections and all other close codes end here.
    fn on_error(&self, req: OnErrorRequest) -> Result<(), Error> {
        connection::connect_later(&req.error)
    }
}

impl CallbackProvider for CryptoTicker {
    fn on_callback(&self, req: SchedulerCallbackRequest) -> Result<(), Error> {
        match serde_json::from_slice(req.payload.as_bytes())? {
            Job::Connect => connection::connect(&Settings::load()?),
            Job::Watch => connection::close_if_silent(),
        }
    }
}

register!(
    CryptoTicker: lifecycle::InitProvider,
    scheduler::CallbackProvider,
    websocket::TextMessageProvider,
    websocket::BinaryMessageProvider,
    websocket::CloseProvider,
    websocket::ErrorProvider
);

#[cfg(test)]
mod tests;

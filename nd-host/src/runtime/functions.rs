//! The host functions a plugin imports from the server, linked to whatever answers them in the call at hand.
//! Must not know what any of them does.

use extism::{CurrentPlugin, Error, Function, PTR, UserData, Val};

use super::blocks;
use super::caught::caught;
use super::script::Request;
use super::sessions::Sessions;

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
        let reply = caught(|| session.answer.answer(&request, session.deadline))?;
        outputs[0] = blocks::write(plugin, &reply)?;
        Ok::<_, Error>(())
    };
    Function::new(name, [PTR], [PTR], UserData::<()>::default(), linked)
}

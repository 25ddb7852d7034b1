//! The host functions a plugin imports from the server, linked to whatever answers them in the call at hand.
//! Must not know what any of them does.

use extism::{CurrentPlugin, Error, Function, PTR, UserData, Val};

use crate::blocks;
use crate::script::Request;
use crate::sessions::Sessions;

/// Links a host function: a block with the request in, a block with the reply out.
///
/// The request's block stays the guest's to free, as with the server.
pub(crate) fn function(name: &str, sessions: &Sessions) -> Function {
    let (function, sessions) = (name.to_owned(), sessions.clone());
    let linked = move |plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], _| {
        let bytes = blocks::read(plugin, &inputs[0])?;
        let script = sessions.of(plugin)?.script.clone();
        let reply = script.answer(&Request {
            function: function.clone(),
            bytes,
        })?;
        outputs[0] = blocks::write(plugin, &reply)?;
        Ok::<_, Error>(())
    };
    Function::new(name, [PTR], [PTR], UserData::<()>::default(), linked)
}

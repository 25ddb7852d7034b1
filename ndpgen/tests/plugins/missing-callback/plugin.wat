(module
  (import "extism:host/user" "websocket_connect" (func (param i64) (result i64)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0))
  (func (export "nd_websocket_on_text_message") (result i32)
    (i32.const 0))
  (func (export "nd_websocket_on_close") (result i32)
    (i32.const 0)))

(module
  (import "extism:host/env" "http_request" (func (param i64 i64) (result i64)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0)))

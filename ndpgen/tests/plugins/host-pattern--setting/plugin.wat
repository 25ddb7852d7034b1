(module
  (import "extism:host/user" "http_send" (func (param i64) (result i64)))
  (memory (export "memory") 1)
  (func (export "nd_on_init") (result i32) (i32.const 0)))

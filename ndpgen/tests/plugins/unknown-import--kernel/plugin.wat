(module
  (import "extism:host/user" "cache_setint" (func (param i64) (result i64)))
  (import "extism:host/env" "config_set" (func (param i64 i64)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0)))

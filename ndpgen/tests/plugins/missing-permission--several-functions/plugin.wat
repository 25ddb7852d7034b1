(module
  (import "extism:host/user" "cache_setint" (func (param i64) (result i64)))
  (import "extism:host/user" "kvstore_get" (func (param i64) (result i64)))
  (import "extism:host/user" "kvstore_set" (func (param i64) (result i64)))
  (import "extism:host/user" "kvstore_delete" (func (param i64) (result i64)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0)))

(module
  ;; The server, and the runtime's own functions.
  (import "extism:host/user" "cache_setint" (func $cache_setint (param i64) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (memory (export "memory") 1)

  ;; Hands the request `{}` on.
  (func (export "nd_on_init") (result i32)
    (local $request i64)
    (local.set $request (call $alloc (i64.const 2)))
    (call $store_u8 (local.get $request) (i32.const 0x7b))
    (call $store_u8 (i64.add (local.get $request) (i64.const 1)) (i32.const 0x7d))
    (call $free (call $cache_setint (local.get $request)))
    (i32.const 0)))

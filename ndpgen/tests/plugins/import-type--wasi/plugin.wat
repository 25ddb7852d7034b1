(module
  (import "extism:host/user" "cache_setint" (func (param i64) (result i64)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func (param i32 i32 i32) (result i32)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0)))

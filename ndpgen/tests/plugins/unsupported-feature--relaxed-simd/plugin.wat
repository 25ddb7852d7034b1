(module
  (import "extism:host/user" "cache_setint" (func (param i64) (result i64)))
  (func (param v128) (result v128)
    (i8x16.relaxed_swizzle (local.get 0) (local.get 0)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0)))

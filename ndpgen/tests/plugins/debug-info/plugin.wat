(module
  (import "extism:host/user" "cache_setint" (func (param i64) (result i64)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0))
  (@custom ".debug_info" "where things were")
  (@custom ".debug_str" "what they were called"))

(module
  (import "extism:host/user" "cache_setint" (func (param i64) (result i64)))
  (memory (export "memory") 1))

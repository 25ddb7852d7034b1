(module
  (import "extism:host/user" "matcher_matchsongs" (func (param i64) (result i64)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0)))

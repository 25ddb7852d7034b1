(module
  (import "extism:host/user" "task_createqueue" (func (param i64) (result i64)))
  (import "extism:host/user" "task_enqueue" (func (param i64) (result i64)))
  (func (export "nd_on_init") (result i32)
    (i32.const 0)))

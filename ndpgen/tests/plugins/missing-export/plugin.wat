(module
  (func (export "nd_scrobbler_is_authorized") (result i32)
    (i32.const 0)))

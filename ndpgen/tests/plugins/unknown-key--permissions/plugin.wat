;; Needs both permissions. That it lacks them follows from the key that is misspelt.
(module
  (import "extism:host/user" "cache_setint" (func (param i64) (result i64)))
  (memory (export "memory") 1)
  (func (export "nd_scrobbler_is_authorized") (result i32) (i32.const 0))
  (func (export "nd_scrobbler_now_playing") (result i32) (i32.const 0))
  (func (export "nd_scrobbler_scrobble") (result i32) (i32.const 0)))

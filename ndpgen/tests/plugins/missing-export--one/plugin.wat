(module
  (func (export "nd_get_sonic_similar_tracks") (result i32)
    (i32.const 0)))

;; What a crate becomes whose `register!` is forgotten: the code that would use the permissions is left out.
(module
  (memory (export "memory") 1))

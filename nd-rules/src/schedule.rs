//! When a schedule is due: the expressions that the server takes. Must not read the clock.

//! Follows the prices of an exchange over a WebSocket.

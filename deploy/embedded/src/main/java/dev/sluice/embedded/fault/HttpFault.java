package dev.sluice.embedded.fault;

/// What becomes of one request.
public enum HttpFault {
    /// It passes.
    NONE,
    /// It passes after a while.
    DELAY,
    /// The answer is `500 InternalError`; the server never sees the request.
    ERROR,
    /// The answer is `503 SlowDown`; the server never sees the request.
    SLOW_DOWN,
    /// The connection is cut before anything is passed on.
    CUT,
    /// Half of the request's body is passed on, then both connections are cut.
    HALF_REQUEST,
    /// The server does all it was asked for, and the connection is cut instead of an answer.
    LOST_ANSWER,
    /// Half of the answer's body is passed back, then the connection is cut. An answer without a
    /// body is lost.
    HALF_ANSWER
}

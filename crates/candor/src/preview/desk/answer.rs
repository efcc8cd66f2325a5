//! How the desk answers: a value, or a status with its reason.
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// What a request is told that is not done.
pub(super) struct Refusal(StatusCode, Value);

pub(super) type Answered = Result<Value, Refusal>;

impl Refusal {
    /// It asks for what may not be.
    pub(super) fn not_possible(why: impl Into<String>) -> Self {
        Self::of(StatusCode::UNPROCESSABLE_ENTITY, why)
    }

    /// The file is another by now.
    pub(super) fn changed(now: Value) -> Self {
        Self(StatusCode::PRECONDITION_FAILED, now)
    }

    /// The disk does not take it.
    pub(super) fn disk(why: impl Into<String>) -> Self {
        Self::of(StatusCode::INSUFFICIENT_STORAGE, why)
    }

    /// With more that is to be known.
    pub(super) fn and(mut self, key: &str, value: Value) -> Self {
        self.1[key] = value;
        self
    }

    pub(super) fn of(status: StatusCode, why: impl Into<String>) -> Self {
        Self(status, json!({ "why": why.into() }))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, axum::Json(self.1)).into_response()
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::disk(format!("this could not be written: {error}"))
    }
}

impl From<disk::Error> for Refusal {
    fn from(error: disk::Error) -> Self {
        Self::disk(error.0)
    }
}

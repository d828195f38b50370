//! What an axon insists on.

/// Holes of the old behaviour, each with its name, all shut unless said otherwise.
///
/// With every switch on and [`Faces::CLASSIC`], verdicts and statuses are those of SDK 10.2
/// (`wire-protocol` §1.6, §1.7, §1.16).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compat {
    /// Takes a request without signature for its word, as SDK 9.3 to 10.4 do.
    pub missing_signature: bool,
    /// Takes signatures over `<Bytes>…</Bytes>`, as wallets for people make them.
    pub wrapped_signature: bool,
    /// Takes addresses of other networks' prefixes, so that one key goes by several names.
    pub foreign_prefix: bool,
    /// Reads numbers as Python's `int()` and `float()`: spaces, signs, underscores, infinities.
    pub lenient_numbers: bool,
    /// Lets the unsigned timeout header widen the window without limit.
    pub timeout_widens_window: bool,
    /// Asks no freshness of versions before 7.2, whose nonces are no time; the version is not signed.
    pub version_waives_window: bool,
    /// Takes nonces from any future.
    pub future_nonces: bool,
    /// Asks known instances for rising nonces instead of fresh ones; refuses requests that overtake each other.
    pub order_not_window: bool,
    /// Takes `GET` as well as `POST`.
    pub get_requests: bool,
    /// Takes btauth/1 requests that are bound to no receiver.
    pub unbound_receiver: bool,
    /// Answers with the SDK's statuses, 500 for most, and wants its placeholder headers.
    pub sdk_statuses: bool,
}

impl Compat {
    /// Every switch off.
    pub const STRICT: Self = Self {
        missing_signature: false,
        wrapped_signature: false,
        foreign_prefix: false,
        lenient_numbers: false,
        timeout_widens_window: false,
        version_waives_window: false,
        future_nonces: false,
        order_not_window: false,
        get_requests: false,
        unbound_receiver: false,
        sdk_statuses: false,
    };

    /// Every switch on: the verdicts of SDK 10.2.
    pub const SDK_10_2: Self = Self {
        missing_signature: true,
        wrapped_signature: true,
        foreign_prefix: true,
        lenient_numbers: true,
        timeout_widens_window: true,
        version_waives_window: true,
        future_nonces: true,
        order_not_window: true,
        get_requests: true,
        unbound_receiver: true,
        sdk_statuses: true,
    };
}

/// Which protocols an axon speaks; the request says which of them it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Faces {
    /// The headers of bittensor 6.0 to 10.x.
    pub classic: bool,
    /// btauth/1, of bittensor 11.
    pub btauth: bool,
}

impl Faces {
    /// Both, chosen per request.
    pub const BOTH: Self = Self { classic: true, btauth: true };
    /// Only the headers of bittensor 6.0 to 10.x.
    pub const CLASSIC: Self = Self { classic: true, btauth: false };
    /// Only btauth/1.
    pub const BTAUTH: Self = Self { classic: false, btauth: true };
}

/// How far a nonce may be from the axon's clock, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Classic: age granted to everybody. The caller's timeout comes on top.
    pub classic_delta_ns: u64,
    /// Classic: most of the caller's timeout that counts.
    pub classic_timeout_cap_ns: u64,
    /// Classic: how far ahead a nonce may be.
    pub classic_skew_ns: u64,
    /// btauth/1: age at most.
    pub btauth_age_ns: u64,
    /// btauth/1: how far ahead a nonce may be.
    pub btauth_skew_ns: u64,
}

/// Nanoseconds of a second.
pub(crate) const SECOND_NS: u64 = 1_000_000_000;

impl Windows {
    /// The age past which no request is fresh by any face.
    #[must_use]
    pub const fn longest_ns(&self) -> u64 {
        let classic = self.classic_delta_ns.saturating_add(self.classic_timeout_cap_ns);
        if classic > self.btauth_age_ns { classic } else { self.btauth_age_ns }
    }
}

impl Default for Windows {
    /// Classic: 4 s and at most 60 s of timeout back, 5 s ahead. btauth/1: 10 s back, 2 s ahead.
    fn default() -> Self {
        Self {
            classic_delta_ns: 4 * SECOND_NS,
            classic_timeout_cap_ns: 60 * SECOND_NS,
            classic_skew_ns: 5 * SECOND_NS,
            btauth_age_ns: 10 * SECOND_NS,
            btauth_skew_ns: 2 * SECOND_NS,
        }
    }
}

/// What an axon insists on; the default is strict, with both faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The protocols it speaks.
    pub faces: Faces,
    /// The old holes it leaves open.
    pub compat: Compat,
    /// How fresh a request has to be.
    pub windows: Windows,
}

impl Default for Policy {
    fn default() -> Self {
        Self { faces: Faces::BOTH, compat: Compat::STRICT, windows: Windows::default() }
    }
}

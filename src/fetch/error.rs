//! Why a document did not come: what a person is told, and how it is mended. Nothing is asked again here.

/// Why a document did not come. Every message names the address and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No address of the web.
    #[error("'{url}' is no address of the web: write it whole, as https://example.org/news")]
    Address {
        /// As it was given.
        url: String,
    },
    /// It has a name or a password in it.
    #[error("'{url}' was given with a name or a password, which are not sent: give the address without them")]
    Secret {
        /// The address without them.
        url: String,
    },
    /// There is no such host.
    #[error("'{url}': the host is not known: check its spelling, and that this machine is online")]
    Host {
        /// The address.
        url: String,
    },
    /// Nobody answers there.
    #[error("'{url}': there is no connection ({what}): check the address and its port, or try later")]
    Connection {
        /// The address.
        url: String,
        /// What the system said.
        what: String,
    },
    /// The connection is not safe.
    #[error(
        "'{url}': no safe connection ({what}): check this machine's date, and whether the server speaks https"
    )]
    Tls {
        /// The address.
        url: String,
        /// What is wrong.
        what: String,
    },
    /// It took too long.
    #[error("'{url}': {what} took longer than {seconds} seconds: try again later")]
    Slow {
        /// The address.
        url: String,
        /// What took so long.
        what: &'static str,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The server says no.
    #[error("'{url}': the server answers {code}: {remedy}")]
    Status {
        /// The address.
        url: String,
        /// Its answer (RFC 9110, section 15).
        code: u16,
        /// What can be done.
        remedy: &'static str,
    },
    /// The server asks to be left alone for a while.
    #[error("'{url}': the server asks to be left alone until {until}: fetch again then")]
    Busy {
        /// The address.
        url: String,
        /// Until when.
        until: jiff::Timestamp,
    },
    /// It is larger than what is read.
    #[error("'{url}' has more than {limit} bytes: save it to a file in parts, and import that")]
    TooLarge {
        /// The address.
        url: String,
        /// How many are read.
        limit: u64,
    },
    /// It leads from place to place.
    #[error("'{url}' leads from one address to the next, more than {times} times: give the last one")]
    Circle {
        /// The address that was asked first.
        url: String,
        /// How many were followed.
        times: usize,
    },
    /// It leads where nobody goes.
    #[error(
        "'{url}' leads to '{to}', which is not followed: only to the web, and never from https to http; give that address \
         yourself if you trust it"
    )]
    Redirection {
        /// The address.
        url: String,
        /// Where it leads.
        to: String,
    },
    /// It is a picture, a film or another thing without text.
    #[error("'{url}' is of the type '{kind}', which has no text to read: give the page that it stands on")]
    NotText {
        /// The address.
        url: String,
        /// Its content type.
        kind: String,
    },
    /// The server wants no programs there.
    #[error("'{url}': its server lets no programs read this page (robots.txt): open it in a browser")]
    Robots {
        /// The address.
        url: String,
    },
    /// It leads into this machine or its network.
    #[error("'{url}' is inside this machine or its network, where a feed from outside may not lead")]
    Inside {
        /// The address.
        url: String,
    },
    /// What came is no HTTP, or broke off.
    #[error("'{url}': what came is broken ({what}): try again later")]
    Broken {
        /// The address.
        url: String,
        /// What is wrong.
        what: String,
    },
    /// It was stopped on request.
    #[error("stopped on request")]
    Stopped,
}

impl FetchError {
    /// Whether it will be the same tomorrow: what the server or this program refuses, rather than what fails.
    pub const fn is_lasting(&self) -> bool {
        match self {
            Self::Status { code, .. } => matches!(code, 400..500),
            Self::Address { .. }
            | Self::Secret { .. }
            | Self::TooLarge { .. }
            | Self::Circle { .. }
            | Self::Redirection { .. }
            | Self::NotText { .. }
            | Self::Robots { .. }
            | Self::Inside { .. } => true,
            Self::Host { .. }
            | Self::Connection { .. }
            | Self::Tls { .. }
            | Self::Slow { .. }
            | Self::Busy { .. }
            | Self::Broken { .. }
            | Self::Stopped => false,
        }
    }
}

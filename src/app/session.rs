//! The session: what comes back on the next start. Written and read as JSON; where it is kept is not known here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::ArticleId;

/// What is kept between two starts. A field that a version does not know is ignored, one that it misses has its
/// usual value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The query as text.
    pub query: String,
    /// Any of the words rather than all.
    pub any: bool,
    /// Whether the query's last word stands for longer ones too, as when it was typed.
    pub typing: bool,
    /// The open article.
    pub article: Option<ArticleId>,
    /// Whether it was read, rather than merely shown beside the list.
    pub reading: bool,
    /// Side by side.
    pub beside: bool,
    /// Whether the columns were swapped.
    pub swapped: bool,
    /// What was chosen of the look of the page, by setting.
    pub look: BTreeMap<String, String>,
}

impl Session {
    /// The session of a text; the usual one where it cannot be read.
    pub fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The text of a session.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_survives_the_round_trip_and_a_damaged_one_is_the_usual() {
        let session = Session { query: "دولة:FR".into(), beside: true, ..Session::default() };
        assert_eq!(Session::parse(&session.to_text()), session);
        assert_eq!(Session::parse("{\"query\": 3"), Session::default());
        assert_eq!(
            Session::parse("{\"later\": 1, \"any\": true}"),
            Session { any: true, ..Session::default() }
        );
    }
}

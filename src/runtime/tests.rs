//! The loop and its start, without a terminal. Journeys through whole screens are beside this file.

use ratatui::backend::TestBackend;

use super::*;
use crate::app::calibration::Step;
use crate::app::fixtures;
use crate::archive::{Answer, Embedded, Gazetteer, Mode};
use crate::config::keys::Key;

/// A stage on which the window becomes another one while the process is stopped.
struct Stopped(u16, u16);

impl Stage<TestBackend> for Stopped {
    fn suspend(&mut self, terminal: &mut Terminal<TestBackend>) -> anyhow::Result<()> {
        terminal.backend_mut().resize(self.0, self.1);
        Ok(())
    }
    fn resume(&mut self, terminal: &mut Terminal<TestBackend>) -> anyhow::Result<()> {
        self.suspend(terminal)
    }
    fn copy(&mut self, _: &str, what: String) -> Option<Msg> {
        Some(Msg::Done(what))
    }
    fn calibrate(&mut self, _: &Step, _: &mut Terminal<TestBackend>) -> anyhow::Result<Vec<Msg>> {
        Ok(Vec::new())
    }
    fn dress(&mut self) -> Option<Theme> {
        None
    }

    fn learn(&mut self, _: &Replies, _: &mut Terminal<TestBackend>) -> anyhow::Result<Vec<Msg>> {
        Ok(Vec::new())
    }
}

fn archive() -> (Arc<dyn Archive>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Arc::new(Embedded::open(folder.path(), Mode::Create).unwrap()), folder)
}

/// The model after the loop has taken all of this in, the last of which ends it.
fn ran<const N: usize>(archive: &Arc<dyn Archive>, inputs: [Input; N]) -> Model {
    let (send, input) = channel();
    let workers = Workers::new(archive, &send, false);
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    let mut model = fixtures::model(120, 40);
    let theme = Theme::named("plain16").unwrap();
    for each in inputs {
        send.send(each).unwrap();
    }
    let mut stage = Stopped(70, 20);
    Loop { terminal: &mut terminal, stage: &mut stage, theme, workers: &workers, input }
        .run(&mut model, Instant::now())
        .unwrap();
    workers.finish();
    model
}

#[test]
fn a_window_that_changed_while_the_process_was_stopped_is_laid_out_anew() {
    for input in [Input::Msg(Msg::Key(Key::ctrl('z'))), Input::Continued] {
        let (archive, _folder) = archive();
        let model = ran(&archive, [input, Input::Stop]);
        assert_eq!((model.panes.window.w, model.panes.window.h), (70, 20));
    }
}

#[test]
fn a_signal_to_end_keeps_the_session_as_the_key_does() {
    let (archive, _folder) = archive();
    ran(&archive, [Input::Stop]);
    assert!(archive.kept("session").unwrap().is_some());
}

#[test]
fn a_query_of_the_command_line_is_what_the_reader_begins_with() {
    let (archive, _folder) = archive();
    let start = Start {
        archive,
        name: String::new(),
        front: Found { answer: Answer::default(), first: Vec::new() },
        warnings: Vec::new(),
        calibrate: false,
        query: Query::parse_with("دولة:فرنسا quay", &Gazetteer).unwrap(),
        settings: String::new(),
    };
    let session = Session::parse(&session(&start).unwrap());
    assert_eq!(Query::parse(&session.query).unwrap(), start.query);
}

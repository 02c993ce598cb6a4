//! Records read from the pages, against what `SQLite` wrote.

use super::*;

#[test]
fn records_of_every_kind_and_length_are_read_as_sqlite_wrote_them() {
    SIZES.into_iter().for_each(read_as_written);
}

fn read_as_written(size: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (file, log) = (folder.path().join("a.db"), folder.path().join("a.db-wal"));
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.pragma_update(None, "page_size", size as i64).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER PRIMARY KEY, i, t TEXT, b BLOB)",
    )
    .unwrap();
    let numbers = [0, 1, -1, 127, -128, 40_000, -9_000_000, 1 << 40, i64::MIN, i64::MAX];
    let mut expected = Vec::new();
    for (n, i) in (1_i64..).zip(numbers) {
        // Short ones, ones that just fit a page, ones over several pages.
        let length = [0, 300, size - 46, size - 35, size - 34, 8_000, 60_000][n as usize % 7];
        let (text, blob) = ("ميناء".repeat(n as usize), vec![n as u8; length]);
        conn.execute("INSERT INTO t VALUES (?1, ?2, ?3, ?4)", (n, i, &text, &blob)).unwrap();
        expected.push((n, vec![Value::Null, Value::Int(i), Value::Text(text), Value::Blob(blob)]));
    }
    // Once out of the log, once out of the file itself.
    for checkpoint in [false, true] {
        if checkpoint {
            conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(())).unwrap();
        }
        let mut found = Vec::new();
        let pages = Pages::open(&file, &log).unwrap();
        pages
            .records(&mut |Record { row, held, values }| {
                // The table of tables is on the first page.
                if values.len() == 4 {
                    assert!(held, "a tree leads to all of them");
                    found.push((row.unwrap(), values));
                }
                Ok::<_, ()>(())
            })
            .unwrap();
        assert_eq!(found, expected, "checkpoint: {checkpoint}");
    }
}

#[test]
fn a_table_without_row_numbers_is_read_from_its_leaves_and_branches() {
    let folder = tempfile::tempdir().unwrap();
    let (file, log) = (folder.path().join("a.db"), folder.path().join("a.db-wal"));
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.execute_batch("CREATE TABLE t (k TEXT PRIMARY KEY, n REAL, b BLOB) WITHOUT ROWID").unwrap();
    let mut expected = Vec::new();
    for n in 0..400_usize {
        // The least that goes to other pages is less than in a table: 1002 bytes stay.
        let (key, blob) = (format!("{n:04}"), vec![n as u8; [10, 960, 980, 1_001, 1_010, 9_000][n % 6]]);
        let half = n as f64 + 0.5;
        conn.execute("INSERT INTO t VALUES (?1, ?2, ?3)", (&key, half, &blob)).unwrap();
        expected.push(vec![Value::Text(key), Value::Real(half), Value::Blob(blob)]);
    }
    conn.close().unwrap();
    let found = |damage: Option<usize>| {
        let mut bytes = std::fs::read(&file).unwrap();
        if let Some(at) = damage {
            bytes[at] ^= 8;
        }
        let damaged = folder.path().join("damaged.db");
        std::fs::write(&damaged, &bytes).unwrap();
        let mut found = Vec::new();
        let each = &mut |Record { row, values, .. }: Record| {
            if values.len() == 3 && row.is_none() {
                found.push(values);
            }
            Ok::<_, ()>(())
        };
        Pages::open(&damaged, &log).unwrap().records(each).unwrap();
        found.sort_by_key(|values| format!("{:?}", values[0]));
        found
    };
    assert_eq!(found(None), expected);
    // A leaf that a changed bit makes a branch of an index is read all the same.
    let bytes = std::fs::read(&file).unwrap();
    let leaf =
        (SIZES[1]..bytes.len()).step_by(SIZES[1]).find(|at| bytes[*at] == 10).expect("there is a leaf");
    assert_eq!(found(Some(leaf)), expected);
}

#[test]
fn no_tree_leads_to_what_was_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let (file, log) = (folder.path().join("a.db"), folder.path().join("a.db-wal"));
    let conn = rusqlite::Connection::open(&file).unwrap();
    conn.execute_batch(
        "CREATE TABLE first (t TEXT); CREATE TABLE gone (t TEXT); INSERT INTO gone VALUES ('old');
         CREATE TABLE kept (t TEXT); INSERT INTO kept VALUES ('new'); DROP TABLE first; DROP TABLE gone;",
    )
    .unwrap();
    conn.close().unwrap();
    // The list of pages that are not in use is lost.
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[32..40].fill(0);
    std::fs::write(&file, bytes).unwrap();
    let mut found = Vec::new();
    let each = &mut |Record { held, values, .. }: Record| {
        if let [Value::Text(text)] = values.as_slice() {
            found.push((text.clone(), held));
        }
        Ok::<_, ()>(())
    };
    Pages::open(&file, &log).unwrap().records(each).unwrap();
    assert_eq!(found, [("new".to_owned(), true), ("old".to_owned(), false)], "what is held comes first");
}

#[test]
fn what_is_no_database_ends_and_gives_nothing_that_is_not_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.db");
    for fill in [0_u8, 1, 13, 0x7f, 0xff] {
        std::fs::write(&file, vec![fill; 3 * SIZES[0] + 17]).unwrap();
        let pages = Pages::open(&file, &file).unwrap();
        pages
            .records(&mut |Record { values, .. }| {
                let empty = |v: &Value| matches!(v, Value::Text(t) if t.is_empty());
                if values.iter().all(empty) { Ok(()) } else { Err(values) }
            })
            .unwrap();
    }
}

#[test]
fn the_size_of_pages_is_told_though_the_header_is_gone() {
    for size in SIZES {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        let conn = rusqlite::Connection::open(&file).unwrap();
        conn.pragma_update(None, "page_size", size as i64).unwrap();
        conn.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)").unwrap();
        for n in 0..200 {
            conn.execute("INSERT INTO t VALUES (?1, ?2)", (n, vec![n as u8; 1_400])).unwrap();
        }
        conn.close().unwrap();
        let mut bytes = std::fs::read(&file).unwrap();
        bytes[..100].fill(0);
        std::fs::write(&file, bytes).unwrap();
        assert_eq!(size_of_pages(&File::open(&file).unwrap()).unwrap(), size);
    }
}

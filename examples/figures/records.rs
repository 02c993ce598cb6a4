//! Documents of a collection, also those that are no well-formed XML: whether each is read with what it has.

use std::path::Path;

use qari::ingest;

use crate::report::Report;

pub(crate) fn measure(corpora: &Path, report: &mut Report) -> anyhow::Result<()> {
    for (folder, name) in
        [("raw_trec_xml", "documents read whole"), ("raw_malformed_xml", "malformed documents read whole")]
    {
        let folder = corpora.join("redistributable/news").join(folder);
        if !folder.is_dir() {
            report.skip(&folder);
            continue;
        }
        let (mut right, mut all) = (0_u32, 0_u32);
        for file in std::fs::read_dir(&folder)? {
            let path = file?.path();
            all += 1;
            let articles = ingest::read_file(&path).unwrap_or_default();
            let whole = match articles.as_slice() {
                [one] => {
                    let marked = |text: &str| text.contains("</") || text.contains("<T");
                    one.date.is_some()
                        && one.source.is_some()
                        && one.url.is_some()
                        && !one.title.is_empty()
                        && !one.blocks.is_empty()
                        && !marked(&one.title)
                        && one.blocks.iter().all(|block| !marked(&block.text))
                }
                _ => false,
            };
            right += u32::from(whole);
            if !whole {
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                report.wrong(format!("{name}: {} articles of one", articles.len()));
            }
        }
        report.figure(&format!("{name}, of {all}"), f64::from(right), Some(f64::from(all)), "");
    }
    Ok(())
}

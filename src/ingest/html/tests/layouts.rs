//! The layouts that systems give their pages, with words of our own.

use super::{check, page};
use crate::article::BlockKind::{Heading, Item, Quote};
use crate::article::Lang;

#[test]
fn a_weblog_with_sidebar_sharing_and_comments() {
    let article = check(
        r##"<html lang="ar" dir="rtl"><head><title>عودة القوارب إلى الميناء - جريدة الرصيف</title>
        <meta property="og:title" content="عودة القوارب إلى الميناء"><meta property="og:site_name" content="جريدة الرصيف">
        <meta property="article:published_time" content="2020-03-03T10:00:00+02:00"></head>
        <body class="single single-post has-sidebar"><header class="site-header"><a href="/">جريدة الرصيف</a>
        <ul class="main-menu"><li><a href="/a">محليات</a></li><li><a href="/b">بحر</a></li></ul></header>
        <div id="content"><article class="post hentry"><header class="entry-header"><h1 class="entry-title">عودة القوارب إلى الميناء</h1>
        <div class="entry-meta">بقلم <a rel="author" href="/u">ليلى منصور</a> | <time datetime="2020-03-03T10:00:00+02:00">٣ مارس ٢٠٢٠</time></div></header>
        <div class="entry-content"><p>عادت القوارب صباح الثلاثاء إلى الميناء بعد أسبوع من الغياب في عرض البحر.</p>
        <div class="sharedaddy"><h3>شارك هذا الموضوع:</h3><ul><li><a href="#f">فيسبوك</a></li><li><a href="#t">تويتر</a></li></ul></div>
        <p>وقال الصيادون إن الموج كان أعلى مما توقعوا، وإنهم فقدوا شباكا كثيرة.</p>
        <div class="jp-relatedposts"><h3>مواضيع ذات صلة</h3><a href="/1">سوق السمك يفتح أبوابه للزوار</a></div></div>
        <footer class="entry-footer">الوسوم: <a href="/t/1">ميناء</a></footer></article>
        <div id="comments" class="comments-area"><h2>تعليقان</h2><ol class="comment-list"><li class="comment"><p>الحمد لله على سلامتهم جميعا، كنا في قلق شديد عليهم.</p></li></ol></div></div>
        <aside id="secondary" class="widget-area"><section class="widget"><h2>أحدث المقالات</h2><ul><li><a href="/x">مقال عن الحبال القديمة</a></li></ul></section></aside>
        <footer class="site-footer">جميع الحقوق محفوظة للرصيف</footer></body></html>"##,
        "عودة القوارب إلى الميناء",
        &[
            "عادت القوارب صباح الثلاثاء إلى الميناء بعد أسبوع من الغياب في عرض البحر.",
            "وقال الصيادون إن الموج كان أعلى مما توقعوا، وإنهم فقدوا شباكا كثيرة.",
        ],
        &[
            "محليات",
            "شارك هذا الموضوع",
            "سوق السمك",
            "ميناء",
            "الحمد لله",
            "الحبال القديمة",
            "جميع الحقوق",
            "٣ مارس",
        ],
    );
    assert_eq!((article.lang, article.author.as_deref()), (Lang::Ar, Some("ليلى منصور")));
    assert_eq!(article.source.as_deref(), Some("جريدة الرصيف"));
    assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2020-03-03T10:00:00+02:00"));
}

#[test]
fn a_portal_of_fields_and_regions() {
    check(
        r#"<html><head><title>Mill opens again | Valley News</title></head><body>
        <div class="region region-header"><div class="block block-menu"><ul><li><a href=/>Front</a><li><a href=/l>Local</a></ul></div></div>
        <div class="region region-content"><div class="node node-article">
        <h1 class="page-title">Mill opens again</h1><div class="submitted">Submitted by Jane Doe on Tue, 03/03/2020</div>
        <div class="field field-name-body"><div class="field-items"><div class="field-item">
        <p>The mill in the upper valley opened again after two years of repairs.</p>
        <p>Forty people work there, among them the miller and her two sons.</p></div></div></div>
        <div class="field field-name-field-tags"><div class="field-label">Tags:</div><a href=/t>flour</a></div></div></div>
        <div class="region region-sidebar-second"><div class="block"><h2>Poll</h2><p>Do you bake your own bread at home these days?</p></div></div>
        <div class="region region-footer"><p>Valley News is published by the Upper Valley Press in the town of Aberle.</p></div></body></html>"#,
        "Mill opens again",
        &[
            "The mill in the upper valley opened again after two years of repairs.",
            "Forty people work there, among them the miller and her two sons.",
        ],
        &["Local", "flour", "bake your own bread", "Upper Valley Press"],
    );
}

#[test]
fn a_diary_with_breaks_for_paragraphs() {
    check(
        r#"<html><head><title>يوميات الرصيف: ليلة في المنارة</title></head><body><div class="header"><h1>يوميات الرصيف</h1></div>
        <div class="post-outer"><div class="post"><h3 class="post-title entry-title">ليلة في المنارة</h3>
        <div class="post-body entry-content"><div dir="rtl" style="text-align: right;">صعدنا إلى المنارة قبل الغروب بقليل، وكان الحارس ينتظرنا عند الباب.<br /><br />حكى لنا عن السفن التي مرت من هنا، وعن الليالي التي لم ينم فيها.<br /><br /><b>في الصباح</b><br /><br />نزلنا مع أول ضوء والبحر ساكن.</div></div>
        <div class="post-footer"><span class="post-author">مرسلة بواسطة حارس</span> <span>في 9:15 م</span></div></div></div>
        <div id="blog-pager"><a href="/o">رسالة أقدم</a></div>
        <div class="sidebar"><h2>أرشيف المدونة</h2><ul><li><a href="/2019">2019</a></li><li><a href="/2018">2018</a></li></ul></div></body></html>"#,
        "ليلة في المنارة",
        &[
            "صعدنا إلى المنارة قبل الغروب بقليل، وكان الحارس ينتظرنا عند الباب.",
            "حكى لنا عن السفن التي مرت من هنا، وعن الليالي التي لم ينم فيها.",
            "في الصباح",
            "نزلنا مع أول ضوء والبحر ساكن.",
        ],
        &["مرسلة بواسطة", "رسالة أقدم", "أرشيف المدونة"],
    );
}

#[test]
fn a_page_for_telephones_with_its_facts_in_json() {
    let article = check(
        r#"<!doctype html><html amp lang="en"><head><script type="application/ld+json">
        {"@context":"http://schema.org","@graph":[{"@type":"WebSite","name":"Quay"},{"@type":["NewsArticle"],
        "headline":"Ferry timetable changes","datePublished":"2020-03-03T10:00:00.000Z","author":[{"@type":"Person","name":"Jane Doe"}],
        "publisher":{"@type":"Organization","name":"Quay Post"},"mainEntityOfPage":"https://example.org/ferry"}]}</script>
        <title>Ferry timetable changes</title></head><body><amp-sidebar id="s"><ul><li><a href="/">Home</a></li></ul></amp-sidebar>
        <main><h1>Ferry timetable changes</h1><amp-img src="f.jpg" alt="A ferry at the pier"></amp-img><figcaption>The ferry last week</figcaption>
        <p>The evening ferry leaves half an hour earlier from Monday on.</p><amp-ad><div>Buy ropes</div></amp-ad>
        <p>The company says that too few people take the late one.</p></main>
        <amp-embed><div class="related"><a href="/r">Pier to be painted in autumn</a></div></amp-embed></body></html>"#,
        "Ferry timetable changes",
        &[
            "The evening ferry leaves half an hour earlier from Monday on.",
            "The company says that too few people take the late one.",
        ],
        &["A ferry at the pier", "The ferry last week", "Pier to be painted"],
    );
    assert_eq!((article.author.as_deref(), article.source.as_deref()), (Some("Jane Doe"), Some("Quay Post")));
    assert_eq!(article.caption.as_deref(), Some("The ferry last week"));
}

#[test]
fn an_encyclopedia_with_sections_and_notes() {
    let article = check(
        r##"<html lang="en"><head><title>Rope - Freepedia</title></head><body><h1 id="firstHeading">Rope</h1>
        <div id="siteSub">From Freepedia, the encyclopedia</div>
        <div class="mw-parser-output"><table class="infobox"><tr><th>Material</th><td>Hemp</td></tr><tr><th>Use</th><td>Ships</td></tr></table>
        <p>A <b>rope</b> is a group of <a href="/wiki/Yarn">yarns</a> that are twisted together into a stronger form.<sup class="reference"><a href="#n1">[1]</a></sup></p>
        <div id="toc" class="toc"><h2>Contents</h2><ul><li><a href="#h">History</a></li></ul></div>
        <h2>History</h2><p>The use of ropes for hauling is very old, about 10<sup>4</sup> years.</p>
        <ul><li>Reed ropes were found in caves.</li><li>Later came hemp, which is strong.</li></ul>
        <div class="navbox"><a href="/a">Knot</a> <a href="/b">Sail</a> <a href="/c">Mast</a></div></div>
        <div id="footer">Text is available under a free licence.</div></body></html>"##,
        "Rope",
        &[
            "Material | Hemp",
            "Use | Ships",
            "A rope is a group of yarns that are twisted together into a stronger form.",
            "History",
            "The use of ropes for hauling is very old, about 10⁴ years.",
            "Reed ropes were found in caves.",
            "Later came hemp, which is strong.",
        ],
        &["[1]", "Contents", "Knot", "free licence"],
    );
    assert_eq!(article.blocks[2].links[0].url, "https://example.org/wiki/Yarn");
}

#[test]
fn a_thread_of_a_forum_is_its_first_post() {
    let article = page(
        r#"<html><head><title>How to splice a rope - Riggers' forum</title></head><body><div class="navbar"><a href=/>Index</a></div>
        <h1>How to splice a rope</h1><div class="post" id="p1"><div class="author">old_salt</div><div class="content">
        <p>You open the strands for a hand's breadth and tape their ends first of all.</p><p>Then you tuck each strand under one of the standing part, against the lay.</p></div></div>
        <div id="comments"><div class="comment"><p>Thank you, this helped me a lot with my mooring lines!</p></div></div></body></html>"#,
    );
    let body = super::body(&article).join("\n");
    assert!(body.contains("open the strands") && body.contains("against the lay"), "{body}");
    assert!(!body.contains("Thank you") && !body.contains("Index"), "{body}");
}

#[test]
fn a_page_of_nested_tables_without_paragraphs() {
    let article = check(
        r"<HTML DIR=RTL><HEAD><TITLE>صحيفة المرفأ</TITLE></HEAD><BODY><CENTER><TABLE WIDTH=750><TR><TD>
        <TABLE><TR><TD><A HREF=a.htm>الأولى</A></TD><TD><A HREF=b.htm>رياضة</A></TD><TD><A HREF=c.htm>اقتصاد</A></TD></TR></TABLE></TD></TR>
        <TR><TD><TABLE><TR><TD WIDTH=150 VALIGN=TOP><FONT SIZE=2><A HREF=1.htm>سفينة جديدة في المرفأ</A><BR><A HREF=2.htm>أسعار الحبال ترتفع من جديد</A><BR><A HREF=3.htm>عمال الرصيف يطالبون</A></FONT></TD>
        <TD VALIGN=TOP><FONT SIZE=5><B>افتتاح سوق السمك الجديد</B></FONT><BR><FONT SIZE=2>الثلاثاء 3 آذار 2020</FONT><BR><BR>
        <FONT SIZE=4>افتتح رئيس البلدية صباح اليوم سوق السمك الجديد بحضور عدد من الصيادين والتجار.<BR><BR>وبلغت كلفة السوق مليوني دينار، وفيه أربعون محلا للبيع.<BR><BR>ويفتح السوق أبوابه كل يوم من الفجر إلى الظهر.</FONT></TD></TR></TABLE></TD></TR>
        <TR><TD ALIGN=CENTER><FONT SIZE=1>جميع الحقوق محفوظة - صحيفة المرفأ 2020</FONT></TD></TR></TABLE></CENTER></BODY></HTML>",
        "افتتاح سوق السمك الجديد",
        &[
            "افتتح رئيس البلدية صباح اليوم سوق السمك الجديد بحضور عدد من الصيادين والتجار.",
            "وبلغت كلفة السوق مليوني دينار، وفيه أربعون محلا للبيع.",
            "ويفتح السوق أبوابه كل يوم من الفجر إلى الظهر.",
        ],
        &["رياضة", "أسعار الحبال", "3 آذار", "جميع الحقوق"],
    );
    assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2020-03-03"));
}

#[test]
fn a_live_report_keeps_its_entries() {
    let article = page(
        r#"<html><head><title>Storm at the coast: live</title></head><body><h1>Storm at the coast: live</h1><div class="liveblog">
        <div class="entry"><time>10:45</time><h3>Harbour closed</h3><p>The harbour master has closed the harbour for all ships.</p></div>
        <div class="entry"><time>10:20</time><h3>First waves over the wall</h3><p>Waves have begun to break over the northern sea wall.</p></div>
        <div class="entry"><time>09:50</time><p>The first gusts were measured at the lighthouse this morning.</p></div></div>
        <div class="most-read"><h2>Most read</h2><ol><li><a href=/1>Ropes made of nettles are back</a></li></ol></div></body></html>"#,
    );
    let body = super::body(&article);
    for text in [
        "Harbour closed",
        "First waves over the wall",
        "The first gusts were measured at the lighthouse this morning.",
    ] {
        assert!(body.contains(&text), "{body:?}");
    }
    assert!(!body.iter().any(|l| l.contains("nettles") || l.contains("10:45")), "{body:?}");
}

#[test]
fn a_gallery_keeps_its_text_and_cuts_captions() {
    let article = check(
        r#"<html><body><h1>Boats of the old quay</h1><p>Every spring the owners paint their boats in new colours.</p>
        <div class="gallery"><figure><img src=1.jpg alt="A red boat"><figcaption>A red boat on the slip. Photo: Jane Doe</figcaption></figure>
        <figure><img src=2.jpg><figcaption>The blue one belongs to the pilot</figcaption></figure></div>
        <p>In summer a jury chooses the finest of them all.</p></body></html>"#,
        "Boats of the old quay",
        &[
            "Every spring the owners paint their boats in new colours.",
            "In summer a jury chooses the finest of them all.",
        ],
        &["A red boat", "The blue one"],
    );
    assert_eq!(article.caption.as_deref(), Some("A red boat on the slip. Photo: Jane Doe"));
}

#[test]
fn a_page_with_a_wall_keeps_what_is_behind_it() {
    check(
        r#"<html><head><title>Pilots on strike</title></head><body><h1>Pilots on strike</h1>
        <p class="lead">The pilots of the harbour have laid down their work.</p>
        <div class="paywall-prompt signin"><h3>Sign in to read on</h3><p>Subscribe today and read all our stories for one coin a week.</p></div>
        <p class="paywall">They want two more boats and a new mast for the signal station.</p>
        <p class="paywall">The harbour company called the demand unreasonable in the current state of trade.</p></body></html>"#,
        "Pilots on strike",
        &[
            "The pilots of the harbour have laid down their work.",
            "They want two more boats and a new mast for the signal station.",
            "The harbour company called the demand unreasonable in the current state of trade.",
        ],
        &["Sign in to read on", "one coin a week"],
    );
}

#[test]
fn a_printed_page_turned_into_lines_is_joined() {
    let article = page(
        "<html><head><title>Report on the piers</title></head><body><p>Report on the piers</p><pre>\n\
         The northern pier was built in the last year of the old company and has been\n\
         repaired four times since then, as the winter storms come straight at it from\n\
         the open sea. The southern pier is newer, and its piles are made of steel that\n\
         does not rot.\n\nBoth of them have to be closed when the wind is stronger than ten.\n</pre></body></html>",
    );
    assert_eq!(article.blocks.len(), 2, "{:?}", super::body(&article));
    assert!(article.blocks[0].text.ends_with("made of steel that does not rot."));
}

#[test]
fn an_arabic_page_with_latin_inside_keeps_its_order() {
    let article = check(
        r#"<html lang="ar" dir="rtl"><body><h1>شركة Harbour Lines تطلق تطبيقا جديدا</h1>
        <p>أعلنت شركة <span dir="ltr">Harbour Lines (HL)</span> أن تطبيقها <bdi>Quay 2.0</bdi> متاح منذ <time datetime="2020-03-03">٣ مارس</time> في 12 بلدا.</p>
        <blockquote><p>«نريد أن يصل كل راكب في وقته»، قالت المديرة.</p></blockquote></body></html>"#,
        "شركة Harbour Lines تطلق تطبيقا جديدا",
        &[
            "أعلنت شركة Harbour Lines (HL) أن تطبيقها Quay 2.0 متاح منذ ٣ مارس في 12 بلدا.",
            "«نريد أن يصل كل راكب في وقته»، قالت المديرة.",
        ],
        &[],
    );
    assert_eq!(article.blocks[1].kind, Quote);
    assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2020-03-03"));
}

#[test]
fn a_page_built_of_widgets_keeps_all_of_them() {
    let article = check(
        r#"<html><head><title>Ropewalk</title></head><body><div class="elementor-widget widget"><h1>The ropewalk turns one hundred</h1></div>
        <div class="elementor-widget widget text"><p>The ropewalk behind the harbour is a hundred years old this week.</p></div>
        <div class="elementor-widget widget text"><p>It is so long that the workers ride bicycles from end to end.</p></div>
        <div class="elementor-widget widget text"><h2>A feast</h2><ul><li>Music on the quay</li><li>Free rope for everybody</li></ul></div>
        <div class="elementor-widget widget icons social"><a href="f">Facebook</a> <a href="t">Twitter</a></div></body></html>"#,
        "The ropewalk turns one hundred",
        &[
            "The ropewalk behind the harbour is a hundred years old this week.",
            "It is so long that the workers ride bicycles from end to end.",
            "A feast",
            "Music on the quay",
            "Free rope for everybody",
        ],
        &["Facebook"],
    );
    assert_eq!((article.blocks[2].kind, article.blocks[4].kind), (Heading, Item));
}

#[test]
fn a_front_page_of_teasers_leaks_none_into_an_article_beside_them() {
    check(
        r#"<html><head><title>Bridge closed for repairs</title></head><body><div class="wrap"><div class="col1">
        <h1>Bridge closed for repairs</h1><p>The swing bridge stays closed until the end of the month.</p><p>Carts have to take the road around the basin, which is longer.</p></div>
        <div class="col2"><div class="box"><a href=/1><h4>Baker wins the regatta again</h4></a><p>She was two boat lengths ahead of all others.</p></div>
        <div class="box"><a href=/2><h4>New lamps along the quay</h4></a><p>They burn all night and need no oil.</p></div>
        <div class="box"><a href=/3><h4>Council argues about the clock</h4></a><p>It has been five minutes late for years now.</p></div></div></div></body></html>"#,
        "Bridge closed for repairs",
        &[
            "The swing bridge stays closed until the end of the month.",
            "Carts have to take the road around the basin, which is longer.",
        ],
        &["Baker wins", "two boat lengths", "need no oil"],
    );
}

#[test]
fn a_page_without_names_is_parted_by_what_it_says() {
    let article = check(
        r"<html dir=rtl><head><title>شبكة المرفأ الإخبارية</title></head><body><table><tr><td colspan=3>شبكة المرفأ الإخبارية</td></tr>
        <tr><td><a href=a>الأولى</a><br><a href=b>محليات</a><br><table><tr><td>يوجد الآن سبعة زوار يتصفحون صفحات هذا الموقع.</td></tr></table></td>
        <td><b>انتشال مركب غارق قرب المنارة</b><br>أرسلت بواسطة الحارس في 3 مارس 2020<br><br>انتشل الغواصون صباح اليوم مركبا غرق قبل عام قرب المنارة القديمة.<br>وقال صاحبه إنه سيرممه قبل أن يأتي الصيف، وإنه لن يبيعه أبدا.<br><br>
        هل تؤيد ترميم المراكب القديمة؟<br><input type=radio>نعم<br><input type=radio>لا
        <table><tr><td><b>تعليقات الزوار</b></td></tr><tr><td>زائر من الجبل</td></tr><tr><td>هذا خبر جميل، فقد كان المركب من أقدم المراكب التي عرفها هذا المرفأ، وكنا نراه كل صباح ونحن صغار.</td></tr></table></td></tr></table></body></html>",
        "انتشال مركب غارق قرب المنارة",
        &[
            "انتشل الغواصون صباح اليوم مركبا غرق قبل عام قرب المنارة القديمة.",
            "وقال صاحبه إنه سيرممه قبل أن يأتي الصيف، وإنه لن يبيعه أبدا.",
        ],
        &["محليات", "سبعة زوار", "أرسلت بواسطة", "هل تؤيد", "نعم", "هذا خبر جميل"],
    );
    assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2020-03-03"));
}

#[test]
fn a_page_set_apart_by_styles_alone_is_not_glued() {
    let article = check(
        r#"<html lang="ar" dir="rtl"><head><title>عودة النوارس | الرصيف</title><meta property="og:title" content="عودة النوارس"></head><body><div id="root">
        <div class="c1"><a href="/a">سياسة</a><a href="/b">بحر</a><a href="/c">ناس</a></div><div class="c2"><h1>عودة النوارس</h1><div><span>3 مارس 2020</span><span>آخر تحديث 10:20</span></div></div>
        <div class="c3"><p>عادت النوارس إلى الرصيف بعد غياب دام شهرا كاملا، وكان الصيادون قد افتقدوا صوتها كل صباح وهم يرفعون شباكهم من الماء.</p><div class="c4"><span>اقرأ أيضا</span><a href="/r">صياد يعثر على رسالة في زجاجة</a></div>
        <p>ويقول المراقبون إن عددها هذا العام <b>أ</b>كبر من كل عام، وإنها بنت أعشاشها فوق سقف السوق القديم.</p></div>
        <div class="c5"><h2>المزيد</h2><a href="/1"><h3>حبال جديدة للمراكب</h3><p>وصلت إلى السوق حبال صنعت من القنب.</p></a><a href="/2"><h3>سوق السمك مغلق</h3><p>يغلق السوق أبوابه يومين للصيانة.</p></a></div>
        <div><p>الرصيف موقع مستقل ينقل إلى زواره أخبار البحر منذ عشر سنوات.</p></div></div></body></html>"#,
        "عودة النوارس",
        &[
            "عادت النوارس إلى الرصيف بعد غياب دام شهرا كاملا، وكان الصيادون قد افتقدوا صوتها كل صباح وهم يرفعون شباكهم من الماء.",
            "ويقول المراقبون إن عددها هذا العام أكبر من كل عام، وإنها بنت أعشاشها فوق سقف السوق القديم.",
        ],
        &["سياسة بحر ناس", "اقرأ أيضا صياد", "3 مارس 2020 آخر تحديث", "حبال جديدة", "منذ عشر سنوات"],
    );
    assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2020-03-03"));
}

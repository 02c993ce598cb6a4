/* libfribidi beside our engine, for a test and for a bench: it reads UTF-8 paragraphs, one a line, on standard input.
 *
 *   join         the first byte of a line is its direction, R or L. For each character after it, in logical order, one
 *                field: the character in the form that it takes, without ligatures, in hexadecimal, then a point and 1
 *                where it joins the letter to its right, 2 to its left, 3 both, 0 neither.
 *   bench WIDTH  nanoseconds for all the text, the best of several rounds, one step a line: decoding UTF-8, levels,
 *                joining, shaping, and reordering by lines of WIDTH characters.
 *
 * Not part of the program: compiled by whoever runs the test or the bench, where libfribidi is installed. */

#include <fribidi/fribidi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum step { DECODE, LEVELS, JOINING, SHAPING, REORDERING, STEPS };
static const char *const NAMES[STEPS] = { "decode", "levels", "joining", "shaping", "reordering" };
enum { ROUNDS = 30 };

/* One paragraph and what libfribidi tells of it. Its arrays have room for as many characters as the line has bytes. */
struct paragraph {
    const char *line;
    size_t bytes;
    FriBidiStrIndex length;
    FriBidiChar *text;
    FriBidiCharType *types;
    FriBidiBracketType *brackets;
    FriBidiLevel *levels;
    FriBidiArabicProp *joins;
    FriBidiParType base;
};

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return memory;
}

static struct paragraph paragraph_of(const char *line, size_t bytes)
{
    struct paragraph p = { .line = line, .bytes = bytes, .length = 0, .base = FRIBIDI_PAR_ON };
    p.text = room(bytes, sizeof *p.text);
    p.types = room(bytes, sizeof *p.types);
    p.brackets = room(bytes, sizeof *p.brackets);
    p.levels = room(bytes, sizeof *p.levels);
    p.joins = room(bytes, sizeof *p.joins);
    return p;
}

static void decode(struct paragraph *p)
{
    p->length = fribidi_charset_to_unicode(FRIBIDI_CHAR_SET_UTF8, p->line, (FriBidiStrIndex) p->bytes, p->text);
}

static void find_levels(struct paragraph *p)
{
    fribidi_get_bidi_types(p->text, p->length, p->types);
    fribidi_get_bracket_types(p->text, p->length, p->types, p->brackets);
    if (fribidi_get_par_embedding_levels_ex(p->types, p->brackets, p->length, &p->base, p->levels) == 0)
        exit(1);
}

static void join(struct paragraph *p)
{
    fribidi_get_joining_types(p->text, p->length, p->joins);
    fribidi_join_arabic(p->types, p->length, p->levels, p->joins);
}

static void shape(struct paragraph *p, FriBidiFlags flags)
{
    fribidi_shape(flags, p->levels, p->length, p->joins, p->text);
}

static void reorder(struct paragraph *p, FriBidiStrIndex width)
{
    for (FriBidiStrIndex start = 0; start < p->length; start += width) {
        FriBidiStrIndex left = p->length - start;
        if (fribidi_reorder_line(FRIBIDI_FLAG_REORDER_NSM, p->types, left < width ? left : width, start, p->base,
                                 p->levels, p->text, NULL) == 0)
            exit(1);
    }
}

static void print_joined(struct paragraph *p)
{
    if (p->bytes > 0) {
        p->base = p->line[0] == 'R' ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
        p->line++, p->bytes--;
        decode(p);
        find_levels(p);
        join(p);
        shape(p, FRIBIDI_FLAG_SHAPE_ARAB_PRES);
        for (FriBidiStrIndex i = 0; i < p->length; i++)
            printf("%X.%d ", (unsigned) p->text[i],
                   (FRIBIDI_JOINS_RIGHT(p->joins[i]) ? 1 : 0) + (FRIBIDI_JOINS_LEFT(p->joins[i]) ? 2 : 0));
    }
    putchar('\n');
}

static void take(enum step step, struct paragraph *p, FriBidiStrIndex width)
{
    switch (step) {
    case DECODE:
        p->base = FRIBIDI_PAR_ON;
        decode(p);
        break;
    case LEVELS:
        find_levels(p);
        break;
    case JOINING:
        join(p);
        break;
    case SHAPING:
        shape(p, FRIBIDI_FLAG_SHAPE_MIRRORING | FRIBIDI_FLAG_SHAPE_ARAB_PRES | FRIBIDI_FLAG_SHAPE_ARAB_LIGA);
        break;
    default:
        reorder(p, width);
    }
}

/* The wall clock, as the bench takes for our engine; the best round is one that nothing disturbed. */
static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double) time.tv_sec * 1e9 + (double) time.tv_nsec;
}

static void measure(struct paragraph *paragraphs, size_t count, FriBidiStrIndex width)
{
    double best[STEPS] = { 0 };
    for (int round = 0; round < ROUNDS; round++)
        for (int step = 0; step < STEPS; step++) {
            double begun = now(), spent;
            for (size_t i = 0; i < count; i++)
                take(step, &paragraphs[i], width);
            spent = now() - begun;
            best[step] = round == 0 || spent < best[step] ? spent : best[step];
        }
    for (int step = 0; step < STEPS; step++)
        printf("%s %.0f\n", NAMES[step], best[step]);
}

static char *read_all(size_t *bytes)
{
    size_t size = 1 << 16, used = 0, got;
    char *input = room(size, 1);
    while ((got = fread(input + used, 1, size - used, stdin)) > 0) {
        used += got;
        if (used == size && (input = realloc(input, size *= 2)) == NULL)
            exit(1);
    }
    *bytes = used;
    return input;
}

int main(int count, char **args)
{
    int benching = count == 3 && strcmp(args[1], "bench") == 0 && atoi(args[2]) > 0;
    if (!benching && (count != 2 || strcmp(args[1], "join") != 0))
        return 2;
    size_t bytes, lines = 0, most = 1;
    char *input = read_all(&bytes);
    for (size_t i = 0; i < bytes; i++)
        most += input[i] == '\n';
    struct paragraph *paragraphs = room(most, sizeof *paragraphs);
    for (size_t start = 0; start < bytes;) {
        char *newline = memchr(input + start, '\n', bytes - start);
        size_t end = newline ? (size_t) (newline - input) : bytes;
        paragraphs[lines++] = paragraph_of(input + start, end - start);
        start = end + 1;
    }
    if (benching)
        measure(paragraphs, lines, atoi(args[2]));
    for (size_t i = 0; !benching && i < lines; i++)
        print_joined(&paragraphs[i]);
    return 0;
}

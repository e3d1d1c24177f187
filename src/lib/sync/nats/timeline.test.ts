import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline, type Mark, type TimelineSource } from './timeline';

/** The order of a platform whose leaders' clocks differ, and what is asked of it. */
function source(stamps: readonly number[], kept?: TimelineSource['kept']) {
  const marks = stamps.map((at, index): Mark => ({ position: index + 1, at }));
  const scanned: [number, number][] = [];
  const timeline = new Timeline({
    kept,
    async *scan(after, to) {
      scanned.push([after, to]);
      for (let at = after; at < to; at += 2) yield marks.slice(at, Math.min(at + 2, to));
    },
  });
  return { marks, scanned, timeline };
}

/** What every reader must find. */
const latest = (stamps: readonly number[]) => stamps.map((_, at) => Math.max(...stamps.slice(0, at + 1)));

describe('the times of receipt', () => {
  it('are the stamps, as long as those do not go back', async () => {
    const { marks, scanned, timeline } = source([10, 10, 20, 30]);
    expect(await timeline.timesOf(marks)).toEqual([10, 10, 20, 30]);
    expect(scanned).toEqual([]);
  });

  it('stand still while the clock of a new leader is behind', async () => {
    const { marks, timeline } = source([10, 50, 20, 30, 60, 40]);
    expect(await timeline.timesOf(marks)).toEqual([10, 50, 50, 50, 60, 60]);
  });

  it('are not those of what a reading over a gap brings too much', async () => {
    const marks: Mark[] = [1, 2, 9, 10].map((position, index) => ({ position, at: 10 * (index + 1) }));
    const timeline = new Timeline({
      async *scan() {
        yield marks; // by their number, and positions 3 to 8 are empty
      },
    });
    expect(await timeline.timesOf([marks[2]!])).toEqual([30]);
  });

  it('are the same for one who begins in the middle', async () => {
    const { marks, scanned, timeline } = source([10, 50, 20, 30]);
    expect(await timeline.timesOf(marks.slice(2))).toEqual([50, 50]);
    expect(scanned).toEqual([[0, 2]]);
  });

  it('need no look at what is before where this device has noted the last one', async () => {
    const { marks, scanned, timeline } = source([10, 50, 20, 30], async (position) =>
      position === 3 ? 50 : undefined,
    );
    expect(await timeline.timesOf(marks.slice(3))).toEqual([50]);
    expect(scanned).toEqual([]);
  });

  it('are told of all that was not known up to a position', async () => {
    const { marks, timeline } = source([10, 50, 20, 60]);
    await timeline.timesOf(marks.slice(0, 1));
    expect(await timeline.upTo(3)).toEqual([
      { position: 2, at: 50 },
      { position: 3, at: 50 },
    ]);
    expect(await timeline.upTo(3)).toEqual([]);
  });

  it('are the latest stamps so far, in whatever order and pieces one asks', async () => {
    const stamps = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 30 });
    const asked = fc.array(fc.tuple(fc.nat(29), fc.nat(5)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(stamps, asked, fc.boolean(), async (all, pages, notes) => {
        const right = latest(all);
        const { marks, timeline } = source(all, async (position) =>
          notes && position % 3 === 0 ? right[position - 1] : undefined,
        );
        for (const [from, count] of pages) {
          const page = marks.slice(from, from + count);
          expect(await timeline.timesOf(page)).toEqual(right.slice(from, from + count));
        }
      }),
    );
  });
});

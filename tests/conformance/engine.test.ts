import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../tools/setup.js';
import { run, scratch } from './verifiers';

const SAMPLE = path.join(ROOT, 'static/sample/bid.pdf');

let place: Awaited<ReturnType<typeof scratch>>;

beforeAll(async () => {
  place = await scratch();
});

afterAll(() => place.remove());

async function engine(
  ...args: string[]
): Promise<{ status: number | null; lines: Record<string, unknown>[] }> {
  const { status, stdout } = await run(
    process.execPath,
    [path.join(ROOT, 'tests/tools/engine.js'), ...args],
    60_000,
  );
  const lines = stdout.trim().split('\n').filter(Boolean);
  return { status, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

async function plan(items: unknown): Promise<string> {
  const file = place.file('plan.json');
  await writeFile(file, JSON.stringify(items));
  return file;
}

describe('the engine on the command line', () => {
  test('seals a file, and verifies it with and without its root', async () => {
    const [out, root] = [place.file('out.pdf'), place.file('root.pem')];
    const file = await plan([
      { kind: 'batch', pages: '1-3', x: 20, y: 20 },
      { kind: 'straddle', y: 100 },
    ]);
    const sealed = await engine('seal', SAMPLE, out, '--plan', file, '--alg', 'rsa2048', '--root-out', root);
    expect(sealed.status).toBe(0);

    const known = await engine('verify', out, '--trust', root);
    expect(known.lines).toHaveLength(1);
    expect(known.lines[0]).toMatchObject({
      file: out,
      verdict: 'valid',
      signatures: [{ intact: true, trusted: true, level: 'B-B', covers: 'whole-file', problems: [] }],
    });
    const stranger = await engine('verify', out);
    expect(stranger.lines[0]).toMatchObject({ verdict: 'valid-untrusted', signatures: [{ trusted: false }] });
  });

  test('prints one line a file, in order, for files that are unsigned or no PDF too', async () => {
    const { status, lines } = await engine(
      'verify',
      SAMPLE,
      path.join(ROOT, 'package.json'),
      place.file('none.pdf'),
    );
    expect(status).toBe(0);
    expect(lines.map(({ verdict }) => verdict)).toEqual(['unsigned', 'unreadable', 'unreadable']);
  });

  test.each([
    ['a plan that is no plan', [{ kind: 'single', page: 0, x: 1, y: 1 }], 'bad-plan'],
    ['a page that is not there', [{ kind: 'single', page: 99, x: 1, y: 1 }], 'page-out-of-range'],
    ['a text that is not there', [{ kind: 'keyword', text: '没有这句话' }], 'keyword-not-found'],
  ])('says what is wrong with %s and leaves no file', async (_name, items, code) => {
    const out = place.file('refused.pdf');
    const { status, lines } = await engine('seal', SAMPLE, out, '--plan', await plan(items));
    expect(status).toBe(2);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ error: code });
    await expect(stat(out)).rejects.toThrow();
  });

  test('can write over its input, which is whole until then', async () => {
    const file = place.file('own.pdf');
    await writeFile(file, await readFile(SAMPLE));
    const items = await plan([{ kind: 'single', page: 1, x: 20, y: 20 }]);
    expect((await engine('seal', file, file, '--plan', items)).status).toBe(0);
    expect((await engine('verify', file)).lines[0]).toMatchObject({ verdict: 'valid-untrusted' });
  });
});

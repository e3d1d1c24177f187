import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../tools/setup.js';
import { appendSignature } from './append';
import { Authority } from './authority';
import { newDocument } from './signers';
import { run, scratch } from './verifiers';

const ENGINE = path.join(ROOT, 'tests/tools/engine.js');
const SAMPLE = path.join(ROOT, 'static/sample/bid.pdf');

let place: Awaited<ReturnType<typeof scratch>>;

beforeAll(async () => {
  place = await scratch();
});

afterAll(() => place.remove());

async function engine(
  ...args: string[]
): Promise<{ status: number | null; lines: Record<string, unknown>[] }> {
  const { status, stdout } = await run(process.execPath, [ENGINE, ...args], 60_000);
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
    expect(Object.keys(known.lines[0]!)).toEqual(['file', 'verdict', 'signatures', 'revisions', 'problems']);
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
    expect(lines.map(({ problems }) => problems)).toEqual([[], ['not-a-pdf'], ['no-such-file']]);
  });

  test('tells revisions, seals and what is wrong with them', async () => {
    const [once, twice, root] = [place.file('once.pdf'), place.file('twice.pdf'), place.file('own.pem')];
    const items = await plan([{ kind: 'single', page: 2, x: 30, y: 40 }]);
    const company = ['--company', '洞庭招标代理有限公司'];
    await engine('seal', SAMPLE, once, '--plan', items, '--root-out', root);
    await engine('seal', once, twice, '--plan', items, ...company);
    const before = await readFile(once);
    const whole = await readFile(twice);
    const forged = place.file('forged.pdf');
    await writeFile(forged, Buffer.concat([whole, Buffer.from('9 0 obj\n<<>>\nendobj\n')]));

    const { lines } = await engine('verify', twice, forged, '--trust', root);
    expect(lines[0]).toMatchObject({
      verdict: 'valid-untrusted',
      problems: ['untrusted-root'],
      signatures: [
        {
          ...{ field: 'Suiyin1', trusted: true, revoked: 'unknown', covers: 'revision', revision: 1 },
          ...{ subFilter: 'ETSI.CAdES.detached', clock: 'signer-clock' },
          laterChanges: [{ revision: 2, kind: 'signatures' }],
          seals: [{ page: 2, xMm: 30, yMm: 40, widthMm: 40, heightMm: 40 }],
        },
        { field: 'Suiyin2', signer: company[1], trusted: false, covers: 'whole-file', laterChanges: [] },
      ],
      revisions: [
        { index: 0, signedBy: [], changes: [] },
        { index: 1, signedBy: ['Suiyin1'], endOffset: before.length },
        { index: 2, signedBy: ['Suiyin2'], endOffset: whole.length },
      ],
    });
    expect(lines[1]).toMatchObject({ verdict: 'invalid', signatures: [{ intact: true }, { intact: true }] });
    expect(lines[1]?.['problems']).toContain('trailing-data');
  });

  test('judges by revocation lists and OCSP responses at hand, at the time that is asked for', async () => {
    const authority = await Authority.create(place.dir);
    const file = place.file('cms.pdf');
    const sign = (content: Uint8Array) => authority.sign(content, { who: 'rsa' });
    const document = await newDocument();
    await writeFile(
      file,
      await appendSignature(document, { subFilter: 'adbe.pkcs7.detached', field: 'one', sign }),
    );
    const trust = ['--trust', place.file('root.pem')];
    const [crl, ocsp, revoking] = [place.file('a.crl'), place.file('a.ocsp'), place.file('b.crl')];
    await writeFile(crl, await authority.crl('authority'));
    await writeFile(ocsp, await authority.ocsp('rsa'));
    await authority.revoke('rsa');
    await writeFile(revoking, await authority.crl('authority'));

    const revoked = async (...args: string[]) => {
      const { lines } = await engine('verify', file, ...trust, ...args);
      return (lines[0]?.['signatures'] as { revoked: string; problems: string[] }[])[0];
    };
    expect(await revoked()).toMatchObject({ revoked: 'unknown', problems: [] });
    expect(await revoked('--crl', crl)).toMatchObject({ revoked: 'no', revocationSource: 'crl' });
    expect(await revoked('--ocsp', ocsp)).toMatchObject({ revoked: 'no', revocationSource: 'ocsp' });
    expect(await revoked('--crl', revoking)).toMatchObject({
      revoked: 'yes',
      problems: ['certificate-revoked'],
    });
    expect((await revoked('--at', '2040-01-01'))?.problems).toContain('certificate-expired');
    expect((await engine('verify', file, '--at', 'noon')).lines[0]).toMatchObject({ error: 'usage' });
    expect((await engine('verify', file, '--crl', file)).lines[0]).toMatchObject({ error: 'usage' });
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

  test('never writes over its input, by whatever name that goes', async () => {
    const [file, linked] = [place.file('own.pdf'), place.file('linked.pdf')];
    await writeFile(file, await readFile(SAMPLE));
    await symlink(file, linked);
    const items = await plan([{ kind: 'single', page: 1, x: 20, y: 20 }]);
    for (const output of [file, `${place.dir}/./own.pdf`, linked]) {
      const { status, lines } = await engine('seal', file, output, '--plan', items);
      expect([status, lines[0]?.['error']]).toEqual([2, 'output-is-input']);
    }
    expect((await readFile(file)).equals(await readFile(SAMPLE))).toBe(true);
  });

  test('prints how it is used when it is asked', async () => {
    const { status, stdout } = await run(process.execPath, [ENGINE, '--help'], 60_000);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^engine verify FILE.*\nengine seal IN OUT /);
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Identity } from '$lib/certificate';
import type { UnlockedVault } from '$lib/keys';
import type { Check } from './check';
import type * as Saving from './save';
import type { Saved } from './save';
import { SealingRun } from './sealing-run.svelte';
import type { Workbench } from './workbench.svelte';

const checks: { file: Blob; finish(check: Check): void }[] = [];
const written: Blob[] = [];
let nextSave: () => Promise<Saved | undefined>;
const sealed = new Blob(['sealed']);

vi.mock('../session.svelte', () => ({ session: { used: () => undefined } }));
vi.mock('./seal-request', () => ({ sealRequest: () => ({}) }));
vi.mock('./engine', () => ({
  sealInWorker: async () => ({ blob: sealed, suggestedName: 'a.pdf', stamps: [] }),
}));
vi.mock('./check', () => ({
  checkSealed: (file: Blob) => new Promise((finish) => checks.push({ file, finish })),
}));
vi.mock('./save', async (original) => ({
  ...(await original<typeof Saving>()),
  savePdf: (blob: Blob) => {
    written.push(blob);
    return nextSave();
  },
}));

const VALID: Check = {
  kind: 'valid',
  signer: '云溪测试有限公司',
  trusted: true,
  signatures: 1,
  revocationOpen: false,
};
const EARLIER = Promise.resolve({ kind: 'none' });
const saved = (name: string): Saved => ({ how: 'file', name, content: new Blob([name]) });

/** What a browser gives for a file that was changed since. */
function unreadable(): Blob {
  const blob = new Blob(['gone']);
  const fail = () => Promise.reject(new DOMException('changed', 'NotReadableError'));
  return Object.assign(blob, { slice: () => ({ arrayBuffer: fail }) });
}

let run: SealingRun;

beforeEach(async () => {
  checks.length = written.length = 0;
  run = new SealingRun(
    { view: { earlierKnown: EARLIER } } as unknown as Workbench,
    { vaultId: 'v' } as Identity,
  );
  run.review();
  await run.seal({} as UnlockedVault);
  expect(run.state.kind).toBe('sealed');
});

async function save(result: Saved | undefined): Promise<void> {
  nextSave = async () => result;
  void run.save();
  await vi.waitFor(() => expect(run.state).toMatchObject({ saving: false }));
}

describe('saving again', () => {
  it('is not undone by the check of the first copy', async () => {
    const [one, two] = [saved('one.pdf'), saved('two.pdf')];
    await save(one);
    await save(two);
    checks[0]?.finish({ kind: 'invalid' });
    await Promise.resolve();
    expect(run.state).toMatchObject({ saved: two, check: { kind: 'checking' } });
    checks[1]?.finish(VALID);
    await vi.waitFor(() => expect(run.state).toMatchObject({ saved: two, check: VALID }));
  });

  it('and closing the dialog leaves what the check found meanwhile', async () => {
    const one = saved('one.pdf');
    await save(one);
    let close: (() => void) | undefined;
    nextSave = () => new Promise((resolve) => (close = () => resolve(undefined)));
    const again = run.save();
    checks[0]?.finish(VALID);
    await vi.waitFor(() => expect(close).toBeDefined());
    await vi.waitFor(() => expect(run.state).toMatchObject({ check: VALID }));
    close?.();
    await again;
    expect(run.state).toMatchObject({ saved: one, check: VALID, saving: false });
  });

  it('and failing leaves what the check found meanwhile', async () => {
    const one = saved('one.pdf');
    await save(one);
    const failure = new Error('disk full');
    nextSave = () => Promise.reject(failure);
    const again = run.save();
    checks[0]?.finish(VALID);
    await again;
    await vi.waitFor(() =>
      expect(run.state).toMatchObject({ saved: one, check: VALID, error: failure, saving: false }),
    );
  });

  it('writes what was saved, since the file that was opened may have been overwritten by it', async () => {
    const one = saved('original.pdf');
    await save(one);
    await save(saved('copy.pdf'));
    expect(written).toEqual([sealed, one.content]);
    expect(written[1]).toBe(one.content);
  });

  it('writes the document in memory where the saved file was changed by others', async () => {
    await save({ how: 'file', name: 'one.pdf', content: unreadable() });
    await save(saved('copy.pdf'));
    expect(written[1]).toBe(sealed);
  });
});

/** The signed files that are changed in tests: honest ones by many programs, and those of the corpus. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../tools/setup.js';
import { corpus, pdfsOf } from './corpora';
import { honestFiles, Workshop } from './honest';
import { subjectOf, type Subject } from './mutate';

/** Every file of which a signature is intact. */
export async function makeSubjects(): Promise<Subject[]> {
  const shop = await Workshop.open();
  try {
    const all = (await honestFiles(shop)).map(({ name, bytes }) => [name, bytes] as const);
    const folder = corpus('pdf-signed');
    for (const file of folder ? await pdfsOf(folder) : []) {
      all.push([path.basename(file), new Uint8Array(await readFile(file))]);
    }
    const subjects: Subject[] = [];
    for (const [name, bytes] of all) {
      const subject = await subjectOf(name, bytes).catch(() => undefined);
      if (subject) subjects.push(subject);
    }
    return subjects;
  } finally {
    await shop.remove();
  }
}

/** A large file, a slow cipher, many certificates: such take longer to judge, and are changed less often. */
export const isSlow = ({ bytes, name }: Subject): boolean =>
  bytes.length > 32_000 || /encrypted|B-LT|archived|validation data/.test(name);

/** Keeps a file on which a test fails. */
export async function keep(name: string, bytes: Uint8Array): Promise<void> {
  const out = path.join(ROOT, 'tests/out/mutations');
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, `${name.replace(/[^\w.-]+/g, '-')}.pdf`), bytes);
}

import { unzipSync } from 'fflate';
import { WorkbookError } from './error';
import { attribute, tokensOf } from './xml';

/** A table that somebody filled in has some kilobytes; pictures and styles may come on top. */
export const MAX_WORKBOOK_BYTES = 8 * 1024 * 1024;
/** A part of it, inflated. */
const MAX_PART_BYTES = 32 * 1024 * 1024;
const MAX_PARTS = 2000;

const ZIP = [0x50, 0x4b];
/** A compound file: workbooks before 2007, and encrypted ones. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

export function isWorkbook(bytes: Uint8Array): boolean {
  return begins(bytes, ZIP) || begins(bytes, COMPOUND);
}

/** The parts of a workbook, by the relationships between them (ECMA-376 part 2, §9.3). */
export class WorkbookPackage {
  readonly #bytes: Uint8Array;

  /** @throws WorkbookError `old-workbook`, `not-workbook`, `too-large` */
  constructor(bytes: Uint8Array) {
    if (begins(bytes, COMPOUND)) throw new WorkbookError('old-workbook');
    if (!begins(bytes, ZIP)) throw new WorkbookError('not-workbook');
    if (bytes.length > MAX_WORKBOOK_BYTES) throw new WorkbookError('too-large');
    this.#bytes = bytes;
  }

  /**
   * The text of a part; only this one is inflated, into no more room than its entry claims.
   *
   * @param name without a slash before it, in any case
   * @returns undefined where there is none
   * @throws WorkbookError `too-large`, `damaged`
   */
  part(name: string): string | undefined {
    let count = 0;
    let found: string | undefined;
    const filter = (file: { name: string; originalSize: number }): boolean => {
      if (++count > MAX_PARTS) throw new WorkbookError('too-large');
      if (found !== undefined || normal(file.name) !== name.toLowerCase()) return false;
      if (file.originalSize > MAX_PART_BYTES) throw new WorkbookError('too-large');
      found = file.name;
      return true;
    };
    try {
      const bytes = unzipSync(this.#bytes, { filter });
      return found === undefined ? undefined : new TextDecoder().decode(bytes[found]);
    } catch (cause) {
      throw cause instanceof WorkbookError ? cause : new WorkbookError('damaged', cause);
    }
  }

  /**
   * Where the relationships of a part lead to.
   *
   * @param source name of the part; empty: of the package
   */
  relations(source: string): { id: string; type: string; target: string }[] {
    const [folder, file] = split(source);
    const relations = [];
    for (const token of tokensOf(this.part(`${folder}_rels/${file}.rels`) ?? '')) {
      if (token.type !== 'open' || token.name !== 'Relationship') continue;
      const of = (name: string): string => attribute(token.attributes, name) ?? '';
      if (of('TargetMode') === 'External') continue;
      // The transitional and the strict form differ in all but the end.
      const type = of('Type').split('/').at(-1)!;
      relations.push({ id: of('Id'), type, target: resolved(folder, of('Target')) });
    }
    return relations;
  }
}

function begins(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, n) => bytes[n] === byte);
}

function normal(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();
}

function split(name: string): [folder: string, file: string] {
  const at = name.lastIndexOf('/') + 1;
  return [name.slice(0, at), name.slice(at)];
}

function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path = folder.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}

/** Files that the tests of the verify page open: sealed by the engine, and what became of them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../tools/setup.js';

export const COMPANY = '云溪测试有限公司';
export const SECOND_COMPANY = '青石样例有限公司';

/** A folder of files; `remove` when the tests are done. */
export class VerifyFiles {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'suiyin-verify-'));

  path(name: string): string {
    return path.join(this.folder, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text, 'latin1');
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'latin1');
  }

  /**
   * Seals one file into another; the root of the throwaway identity comes beside it as `.pem`.
   *
   * @param further items of the plan beside the one seal
   */
  seal(
    from: string,
    to: string,
    company = COMPANY,
    place: { x: number; y: number } = { x: 120, y: 200 },
    further: readonly object[] = [],
  ): void {
    this.write('plan.json', JSON.stringify([{ kind: 'single', page: 1, ...place }, ...further]));
    const args = ['seal', this.path(from), this.path(to), '--plan', this.path('plan.json')];
    engine(...args, '--company', company, '--root-out', this.path(to.replace(/\.pdf$/, '.pem')));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function engine(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('node', [path.join(ROOT, 'tests/tools/engine.js'), ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`engine ${args.join(' ')}: ${stdout}${stderr}`);
}

const TEXT = '0 0 1 rg 60 700 200 20 re f';
/** A red ring, 60 mm from the left and 60 mm from the top, 40 mm wide: a seal to look at, and nothing more. */
const PICTURE = 'q 113.39 0 0 113.39 170.08 558.43 cm /Seal Do Q';

/** Two A4 pages; the first shows a picture of a seal where it is asked for. */
export function plainPdf({ picture = false } = {}): string {
  const content = picture ? `${TEXT} ${PICTURE}` : TEXT;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Seal 6 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> >>',
    ring(),
  ];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  return (
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}` +
    `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  );
}

function ring(): string {
  const side = 48;
  let hex = '';
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const radius = Math.hypot(x - side / 2 + 0.5, y - side / 2 + 0.5);
      hex += radius < 23 && radius > 19 ? 'C8102E' : 'FFFFFF';
    }
  }
  const length = hex.length + 1;
  return (
    `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceRGB ` +
    `/BitsPerComponent 8 /Filter /ASCIIHexDecode /Length ${length} >>\nstream\n${hex}>\nendstream`
  );
}

/** Adds a revision that puts another content stream in the place of the first page's. */
export function withOtherContent(pdf: string, content: string): string {
  const last = (pattern: RegExp): string => [...pdf.matchAll(pattern)].at(-1)?.[1] ?? '';
  const at = pdf.length;
  const body = `4 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj\n`;
  const entry = `${String(at).padStart(10, '0')} 00000 n \n`;
  return (
    `${pdf}${body}xref\n4 1\n${entry}` +
    `trailer\n<< /Size ${last(/\/Size (\d+)/g)} /Root ${last(/\/Root (\d+ \d+ R)/g)} /Prev ${last(/startxref\s+(\d+)/g)} >>\n` +
    `startxref\n${at + body.length}\n%%EOF\n`
  );
}

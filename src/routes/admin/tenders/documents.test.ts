import { describe, expect, it } from 'vitest';
import { readDocument } from './documents';

const pdf = new File(['%PDF-1.7 …'], '招标文件.pdf', { type: 'application/pdf' });
const problemOf = async (file: File, present: Parameters<typeof readDocument>[1] = []) => {
  const read = await readDocument(file, present);
  return 'problem' in read ? read.problem : undefined;
};

describe('a document of a tender', () => {
  it('is named by what is in it', async () => {
    const read = await readDocument(pdf, []);
    expect(read).toMatchObject({
      document: { name: '招标文件.pdf', bytes: pdf.size, type: 'application/pdf' },
    });
    if ('document' in read) expect(await problemOf(pdf, [read.document])).toContain('已经添加');
  });

  it('is not empty, and is the PDF that it is called', async () => {
    expect(await problemOf(new File([], 'a.txt'))).toContain('a.txt');
    expect(await problemOf(new File(['PK'], 'a.pdf'))).toContain('PDF');
  });

  it('has a type and a name that records can have', async () => {
    const read = await readDocument(new File(['x'], `${'长'.repeat(200)}.dwg`, { type: 'odd' }), []);
    const { name, type } = 'document' in read ? read.document : { name: '', type: '' };
    expect([...name]).toHaveLength(120);
    expect(name).toMatch(/\.dwg$/);
    expect(type).toBe('application/octet-stream');
  });

  it('keeps to the sizes', async () => {
    const present = [{ name: 'a', blob: 'b' as never, bytes: 200 * 2 ** 20, type: 'text/plain' }];
    expect(await problemOf(pdf, present)).toContain('200');
    const large = new File([new Uint8Array(50 * 2 ** 20 + 1)], 'a.zip');
    expect(await problemOf(large)).toContain('50');
  });
});

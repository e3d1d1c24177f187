import { PdfRef, PdfString, type PdfDocument } from '../syntax';
import { fullName } from './field-path';
import { TooComplex } from './too-complex';

const MAX_FIELDS = 200_000;
const MAX_DEPTH = 64;

const known = new WeakMap<PdfDocument, Promise<ReadonlySet<string>>>();

/**
 * The full names of a form's fields (ISO 32000-2 12.7.4.2).
 *
 * @throws TooComplex; what reading the document throws
 */
export function fieldNames(doc: PdfDocument): Promise<ReadonlySet<string>> {
  let names = known.get(doc);
  if (!names) {
    names = read(doc);
    known.set(doc, names);
  }
  return names;
}

async function read(doc: PdfDocument): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const form = await doc.dict((await doc.catalog()).get('AcroForm'));
  const roots = (await doc.array(form?.get('Fields'))) ?? [];
  const waiting = roots.map((object) => ({ object, prefix: '', depth: 0 }));
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.object instanceof PdfRef) {
      if (seen.has(node.object.key)) continue;
      seen.add(node.object.key);
    }
    const dict = await doc.dict(node.object);
    const partial = await doc.resolve(dict?.get('T') ?? null);
    const own = partial instanceof PdfString ? partial.text() : undefined;
    const name = fullName([node.prefix, own]);
    if (own !== undefined) names.add(name);
    if (node.depth >= MAX_DEPTH) continue;
    for (const object of (await doc.array(dict?.get('Kids'))) ?? []) {
      waiting.push({ object, prefix: name, depth: node.depth + 1 });
    }
    if (waiting.length + seen.size > MAX_FIELDS) throw new TooComplex();
  }
  return names;
}

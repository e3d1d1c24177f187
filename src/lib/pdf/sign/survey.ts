import { PdfName, PdfRef, PdfString, type PdfDict, type PdfDocument, type PdfObject } from '../syntax';

/** A field tree deeper than this, or wider in all, is broken or hostile. */
const MAX_DEPTH = 64;
const MAX_FIELDS = 200_000;

/** What a document's signatures and form allow a further signature to do. */
export interface Survey {
  /** different signature values in signature fields */
  signatures: number;
  /** what the certifying signature permits (ISO 32000-2 table 257), where there is one */
  certified?: 1 | 2 | 3;
  /** an earlier signature that permits no change whatever: its field's name */
  frozenBy?: string;
  /** an earlier signature that locks every field, new ones included: its field's name */
  lockedBy?: string;
  /** partial names of the form's root fields: a new one must differ */
  rootNames: ReadonlySet<string>;
}

interface FieldNode {
  dict: PdfDict;
  name: string;
  isSignature: boolean;
}

/** Reads the form and what earlier signatures in it permit. */
export async function surveySignatures(doc: PdfDocument): Promise<Survey> {
  const catalog = await doc.catalog();
  const form = await doc.dict(catalog.get('AcroForm'));
  const rootNames = new Set<string>();
  const survey: Survey = { signatures: 0, rootNames };
  const values = new Set<string>();
  for await (const field of fieldsOf(doc, await doc.array(form?.get('Fields')), rootNames)) {
    if (!field.isSignature) continue;
    const raw = field.dict.get('V');
    const value = await doc.dict(raw);
    if (!value?.has('Contents')) continue;
    values.add(raw instanceof PdfRef ? raw.key : `${field.name} direct`);
    await noteRestrictions(doc, survey, field, value);
  }
  survey.signatures = values.size;

  const perms = await doc.dict(catalog.get('Perms'));
  const certifying = await doc.dict(perms?.get('DocMDP'));
  if (certifying) {
    survey.certified = (await permissionOf(doc, certifying)) ?? 2;
    if (survey.certified === 1) survey.frozenBy ??= '';
  }
  return survey;
}

/** All nodes of the field tree, /FT and names inherited (ISO 32000-2 12.7.4.1). */
async function* fieldsOf(
  doc: PdfDocument,
  roots: PdfObject[] | undefined,
  rootNames: Set<string>,
): AsyncGenerator<FieldNode> {
  const seen = new Set<string>();
  const waiting: { object: PdfObject; prefix: string; isSignature: boolean; depth: number }[] = [];
  for (const object of (roots ?? []).slice().reverse()) {
    waiting.push({ object, prefix: '', isSignature: false, depth: 0 });
  }
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.object instanceof PdfRef) {
      if (seen.has(node.object.key) || seen.size > MAX_FIELDS) continue;
      seen.add(node.object.key);
    }
    const dict = await doc.dict(node.object);
    if (!dict) continue;
    const partial = await doc.resolve(dict.get('T'));
    const own = partial instanceof PdfString ? partial.text() : undefined;
    if (node.depth === 0 && own !== undefined) rootNames.add(own);
    const name = [node.prefix, own].filter(Boolean).join('.');
    const type = await doc.resolve(dict.get('FT'));
    const isSignature = type instanceof PdfName ? type === PdfName.of('Sig') : node.isSignature;
    yield { dict, name, isSignature };
    const kids = node.depth < MAX_DEPTH ? await doc.array(dict.get('Kids')) : undefined;
    for (const object of kids ?? []) {
      waiting.push({ object, prefix: name, isSignature, depth: node.depth + 1 });
    }
  }
}

/** ISO 32000-2 12.8.2: the transforms of a signature, and the lock that came with its field (table 236). */
async function noteRestrictions(
  doc: PdfDocument,
  survey: Survey,
  field: FieldNode,
  value: PdfDict,
): Promise<void> {
  const lock = await doc.dict(field.dict.get('Lock'));
  if (lock) {
    if (await locksNewFields(doc, lock)) survey.lockedBy ??= field.name;
    if ((await doc.resolve(lock.get('P'))) === 1) survey.frozenBy ??= field.name;
  }
  for (const entry of (await doc.array(value.get('Reference'))) ?? []) {
    const reference = await doc.dict(entry);
    const method = await doc.resolve(reference?.get('TransformMethod'));
    const params = await doc.dict(reference?.get('TransformParams'));
    if (method === PdfName.of('FieldMDP') && params && (await locksNewFields(doc, params))) {
      survey.lockedBy ??= field.name;
    }
    if (method === PdfName.of('DocMDP') && (await doc.resolve(params?.get('P'))) === 1) {
      survey.frozenBy ??= field.name;
    }
  }
}

/** `All` and `Exclude` hold for fields that do not exist yet; `Include` names those that it locks. */
async function locksNewFields(doc: PdfDocument, lock: PdfDict): Promise<boolean> {
  const action = await doc.resolve(lock.get('Action'));
  return action === PdfName.of('All') || action === PdfName.of('Exclude');
}

async function permissionOf(doc: PdfDocument, signature: PdfDict): Promise<1 | 2 | 3 | undefined> {
  for (const entry of (await doc.array(signature.get('Reference'))) ?? []) {
    const reference = await doc.dict(entry);
    if ((await doc.resolve(reference?.get('TransformMethod'))) !== PdfName.of('DocMDP')) continue;
    const params = await doc.dict(reference?.get('TransformParams'));
    const permission = await doc.resolve(params?.get('P'));
    if (permission === 1 || permission === 2 || permission === 3) return permission;
  }
  return undefined;
}

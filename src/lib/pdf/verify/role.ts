/**
 * What an object is for, told by the way to it from the trailer. What a later revision may change depends on it;
 * an object that is used in several ways has several roles, and a change of it must be permitted in each.
 */
export type Role =
  | 'trailer'
  | 'catalog'
  | 'page-tree'
  | 'page'
  /** a page's /Annots */
  | 'annotations'
  | 'annotation'
  | 'form'
  /** /Fields and /Kids */
  | 'fields'
  /** a node of the field tree, or a widget */
  | 'field'
  | 'signature-value'
  | 'field-value'
  | 'signature-appearance'
  | 'form-appearance'
  | 'annotation-appearance'
  | 'form-resources'
  | 'validation-data'
  | 'permissions'
  | 'extensions'
  | 'metadata'
  /** the structure tree: its root, elements and lists of elements (ISO 32000-2 14.7.2) */
  | 'structure'
  /** the number tree that leads from marked content and annotations to their structure elements (14.7.5.4) */
  | 'structure-parents'
  /** everything else: what pages show, and how the document behaves */
  | 'content';

/** Nodes that are something by themselves: a link to one from elsewhere does not make it a part of that. */
export const NODE_ROLES: ReadonlySet<Role> = new Set([
  'catalog',
  'page-tree',
  'page',
  'annotation',
  'form',
  'field',
  'structure',
]);

/** Roles of which every key is judged alone. Of the others, all that is below has the same role. */
export const STRUCTURED_ROLES: ReadonlySet<Role> = new Set([
  'trailer',
  'catalog',
  'page-tree',
  'page',
  'annotations',
  'annotation',
  'form',
  'fields',
  'field',
  'permissions',
  'structure',
]);

/** A dictionary's own kind, where the role of its parts depends on it. */
export interface NodeKind {
  isSignature: boolean;
}

/** Keys that lead back to where one came from, or to a place that is reached from above. */
const LINKS: Partial<Record<Role, ReadonlySet<string>>> = {
  'page-tree': new Set(['Parent']),
  page: new Set(['Parent']),
  annotation: new Set(['P', 'Parent', 'IRT', 'Popup']),
  field: new Set(['P', 'Parent']),
  // ISO 32000-2 tables 355 and 357
  structure: new Set(['P', 'Pg', 'Obj']),
  // ISO 32000-2 table 256: /Data of a signature reference is the catalog
  'signature-value': new Set(['Data']),
};

const CHILDREN: Partial<Record<Role, Readonly<Record<string, Role>>>> = {
  trailer: { Root: 'catalog', Info: 'metadata' },
  catalog: {
    Pages: 'page-tree',
    AcroForm: 'form',
    DSS: 'validation-data',
    Metadata: 'metadata',
    Extensions: 'extensions',
    Perms: 'permissions',
    StructTreeRoot: 'structure',
  },
  structure: { K: 'structure', ParentTree: 'structure-parents' },
  'page-tree': { Kids: 'page-tree' },
  page: { Annots: 'annotations' },
  annotation: { AP: 'annotation-appearance' },
  form: { Fields: 'fields', DR: 'form-resources' },
  permissions: { DocMDP: 'signature-value', UR: 'signature-value', UR3: 'signature-value' },
};

/** The role of what stands under a key; undefined: a link, not a part. */
export function childRole(role: Role, key: string, kind: NodeKind): Role | undefined {
  if (LINKS[role]?.has(key)) return undefined;
  if (!STRUCTURED_ROLES.has(role)) return role;
  if (role === 'field') {
    if (key === 'Kids') return 'fields';
    if (key === 'V') return kind.isSignature ? 'signature-value' : 'field-value';
    if (key === 'AP') return kind.isSignature ? 'signature-appearance' : 'form-appearance';
  }
  return CHILDREN[role]?.[key] ?? 'content';
}

/** The role of an array's elements. */
export function elementRole(role: Role): Role {
  if (role === 'annotations') return 'annotation';
  return role === 'fields' ? 'field' : role;
}

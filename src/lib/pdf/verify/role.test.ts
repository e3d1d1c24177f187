import { describe, expect, it } from 'vitest';
import { childRole, elementRole, type Role } from './role';

const form = { isSignature: false };
const signature = { isSignature: true };

describe('roles', () => {
  it.each<[Role, string, Role | undefined]>([
    ['trailer', 'Root', 'catalog'],
    ['catalog', 'AcroForm', 'form'],
    ['catalog', 'Names', 'content'],
    ['page', 'Annots', 'annotations'],
    ['page', 'Contents', 'content'],
    ['page', 'Parent', undefined],
    ['annotation', 'AP', 'annotation-appearance'],
    ['form', 'Fields', 'fields'],
    ['form', 'XFA', 'content'],
    ['content', 'Resources', 'content'],
    ['validation-data', 'Certs', 'validation-data'],
    ['signature-value', 'Data', undefined],
    ['catalog', 'StructTreeRoot', 'structure'],
    ['structure', 'K', 'structure'],
    ['structure', 'ParentTree', 'structure-parents'],
    ['structure', 'RoleMap', 'content'],
    ['structure', 'Obj', undefined],
  ])('of what is below %s under /%s: %s', (role, key, expected) => {
    expect(childRole(role, key, form)).toBe(expected);
  });

  it('of a value and an appearance depend on the kind of field', () => {
    expect(childRole('field', 'V', signature)).toBe('signature-value');
    expect(childRole('field', 'V', form)).toBe('field-value');
    expect(childRole('field', 'AP', signature)).toBe('signature-appearance');
    expect(childRole('field', 'AP', form)).toBe('form-appearance');
    expect(childRole('field', 'AA', signature)).toBe('content');
  });

  it('of elements are those of single things', () => {
    expect(elementRole('annotations')).toBe('annotation');
    expect(elementRole('fields')).toBe('field');
    expect(elementRole('content')).toBe('content');
  });
});

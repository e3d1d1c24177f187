import { m } from '$messages';

/** How a workspace is called that nobody has named. */
export function workspaceLabel(name: string, label: string | undefined): string {
  return label ?? (name === 'default' ? m.shell_workspaces_default() : name);
}

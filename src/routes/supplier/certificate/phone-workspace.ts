/** Name of the workspace that stands for the phone of a desktop's clerk, where both are in one browser. */
export function phoneWorkspaceOf(desktop: string): string {
  return `${desktop.replace(/-desktop$/, '')}-phone`;
}

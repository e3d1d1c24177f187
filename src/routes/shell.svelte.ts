/**
 * What a page may say to the frame around it. A page that fills the screen (the workbench with a document
 * open) names the document: it then stands in the header, and on a phone the bottom bar makes room for the
 * page's own tools.
 */
class Shell {
  document = $state.raw<{ name: string; detail?: string } | undefined>(undefined);
}

export const shell = new Shell();

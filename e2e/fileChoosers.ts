type Pickers = Record<
  'showOpenFilePicker' | 'showSaveFilePicker' | 'showDirectoryPicker',
  () => Promise<unknown>
>;

/** In the page: everything that asks somebody for a file; each needs a click before it. */
export const FILE_CHOOSERS: Readonly<Record<string, () => unknown>> = {
  input: () => Object.assign(document.createElement('input'), { type: 'file' }).click(),
  folder: () => {
    const input = Object.assign(document.createElement('input'), { type: 'file' });
    input.webkitdirectory = true;
    document.body.append(input);
    input.click();
  },
  showPicker: () => Object.assign(document.createElement('input'), { type: 'file' }).showPicker(),
  showPickerOfFrame: () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const other = frame.contentWindow as unknown as { HTMLInputElement: typeof HTMLInputElement };
    const input = Object.assign(document.createElement('input'), { type: 'file' });
    document.body.append(input);
    other.HTMLInputElement.prototype.showPicker.call(input);
  },
  // That of the one before: a click counts for the frames that are there.
  frame: () => {
    const frame = [...document.querySelectorAll('iframe')].at(-1) as HTMLIFrameElement;
    const input = frame.contentDocument?.createElement('input') as HTMLInputElement;
    input.type = 'file';
    frame.contentDocument?.body.append(input);
    input.click();
  },
  openPicker: () => (window as unknown as Pickers).showOpenFilePicker(),
  savePicker: () => (window as unknown as Pickers).showSaveFilePicker(),
  folderPicker: () => (window as unknown as Pickers).showDirectoryPicker(),
};

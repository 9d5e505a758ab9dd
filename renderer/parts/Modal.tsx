import { type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { focusLastField, isLastField } from '../focus/lastField.ts';
import { quietly } from '../focus/quietly.ts';
import { keepKeys } from '../lock/keepKeys.ts';
import { showOnTop, topDialog } from './openDialogs.ts';
import { EscapesContext, useEscapes } from './useEscape.ts';

interface ModalProps {
  title: string;
  className?: string;
  /** Where the content needs no words to say what it is, the title is for screen readers alone. */
  hidesTitle?: boolean;
  testId: string;
  /** Escape was pressed. */
  onClose: () => void;
  /** Closed from outside, by the lock of the screen; the same as Escape unless told otherwise. */
  onClosed?: () => void;
  children: ReactNode;
}

/**
 * The browser's own modal dialog: what is behind it is out of reach for pointer, keyboard and screen
 * reader, Escape asks it to close, and the focus goes back where it was. No key but that of the lock gets through to
 * the page's function keys: F4 in here must not save a member out there.
 */
export function Modal(props: ModalProps) {
  const {
    title,
    className = '',
    hidesTitle = false,
    testId,
    onClose,
    onClosed = onClose,
    children,
  } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  const { escapes, giveUp, takeEscape } = useEscapes(onClose);
  useLayoutEffect(() => {
    const restoreCaret = caretNow();
    const close = dialog.current && showOnTop(dialog.current);
    // Read aloud first; from here Tab goes to the first field.
    heading.current?.focus();
    return () => {
      close?.();
      // Not before the dialog has gone from the document: until then the caret stays in it.
      queueMicrotask(restoreCaret);
    };
  }, []);
  useEffect(() => {
    // A button that had the focus and has gone leaves it to nobody; then the page would get the keys.
    const onKey = (event: KeyboardEvent) => {
      const isTop = topDialog() === dialog.current;
      if (!isTop || dialog.current?.contains(document.activeElement)) return;
      keepKeys(event);
      heading.current?.focus();
      takeEscape(event);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [takeEscape]);
  return (
    <dialog
      ref={dialog}
      className={`modal ${className}`}
      data-testid={testId}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        keepKeys(event);
        takeEscape(event.nativeEvent);
      }}
      // A browser that knows the word closes it by itself for nobody.
      closedby="none"
      onCancel={(event) => {
        event.preventDefault();
        // React lets it bubble, and a dialog behind this one would close too.
        event.stopPropagation();
        giveUp();
      }}
      onClose={() => {
        if (!dialog.current?.open) onClosed();
      }}
    >
      <h2
        className={hidesTitle ? 'visually-hidden' : 'modal-title'}
        id={titleId}
        ref={heading}
        tabIndex={-1}
      >
        {title}
      </h2>
      <EscapesContext value={escapes}>{children}</EscapesContext>
    </dialog>
  );
}

/**
 * Gives the caret back where it is now. The focus goes back by itself, while what was behind the dialog is still out of
 * reach for the caret: the field would look focused, and what is typed be dropped.
 */
function caretNow(): () => void {
  const before = document.activeElement;
  if (!(before instanceof HTMLInputElement || before instanceof HTMLTextAreaElement)) {
    return () => undefined;
  }
  const { selectionStart, selectionEnd } = before;
  return () => {
    if (document.activeElement !== before || selectionStart === null) return;
    if (isLastField(before)) {
      focusLastField();
      return;
    }
    quietly(() => before.blur());
    before.focus();
    before.setSelectionRange(selectionStart, selectionEnd);
  };
}

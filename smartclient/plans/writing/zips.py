"""A zip with some members replaced; all others stay what they are."""

import shutil
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO

from smartclient.domain.errors import PlanUnwritable
from smartclient.plans.files import top_folder
from smartclient.plans.stamp import BACKUP
from smartclient.plans.writing.disk import keep_copy, replaced_file
from smartclient.runtime.zips import ZIP_TROUBLE


def write_changed_zip(source: Path | IO[bytes], changes: Mapping[str, bytes | None], target: IO[bytes]) -> None:
    """Copies the zip `source` to `target` with `changes`, names counted from its top folder. Raises PlanUnwritable."""
    try:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            top = top_folder(old)
            left = {top + name: content for name, content in changes.items()}
            new.comment = old.comment
            for member in {info.filename: info for info in old.infolist()}.values():
                if member.filename in left:
                    continue
                with old.open(member) as stream, new.open(member, "w") as copy:
                    shutil.copyfileobj(stream, copy)
            for name, content in left.items():
                if content is not None:
                    new.writestr(name, content)
    except ZIP_TROUBLE as trouble:
        raise PlanUnwritable(f"The zip cannot be copied: {trouble}.") from trouble


def changed_zip(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The bytes of a zip with `changes`."""
    target = BytesIO()
    write_changed_zip(BytesIO(data), changes, target)
    return target.getvalue()


def write_zip_with_backup(path: Path, changes: Mapping[str, bytes | None]) -> None:
    """Replaces the zip at `path` by one with `changes`; the old one stays beside as `….last-revision.zip`. Raises PlanUnwritable."""
    with replaced_file(path) as part:
        write_changed_zip(path, changes, part)
        keep_copy(path, path.with_name(f"{path.stem}.{BACKUP}"))

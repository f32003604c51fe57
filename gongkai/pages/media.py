"""Pictures and attachments: models of our own from their first migration, since Wagtail's cannot be replaced later."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from gongkai.pages.file_kinds import NotAttachable, require_attachable
from gongkai.pages.guards import Immovable, require_file_may_change

_REVIEWED = ("title", "file")  # what is approved of a file together with the page that shows it


class ReviewedFile(models.Model):
    """A file that stays as it was reviewed for as long as a public page shows it."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raise ValidationError at what must not change now."""
        super().clean()
        for name in self._changed():
            try:
                require_file_may_change(self)
            except Immovable as refusal:
                raise ValidationError({name: str(refusal)}) from None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the file; raise Immovable where a public page shows it as it was before."""
        written = kwargs.get("update_fields")
        if any(written is None or name in written for name in self._changed()):
            require_file_may_change(self)
        super().save(*args, **kwargs)

    def _changed(self) -> list[str]:
        stored = type(self)._default_manager.filter(pk=self.pk).values(*_REVIEWED).first() if self.pk else None
        if not stored:
            return []
        is_new = not getattr(self.file, "_committed", True)
        return [name for name in _REVIEWED if str(getattr(self, name)) != stored[name] or (name == "file" and is_new)]


class Picture(ReviewedFile, AbstractImage):
    """An uploaded picture; only staff see it until it stands in a public page."""

    admin_form_fields: ClassVar[tuple[str, ...]] = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = "图片"
        verbose_name_plural = "图片"


class PictureRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="pages_one_rendition_a_size"
            )
        ]


class Attachment(ReviewedFile, AbstractDocument):
    """An uploaded file (附件); only staff open it until it is attached to a public page."""

    admin_form_fields: ClassVar[tuple[str, ...]] = Document.admin_form_fields

    def clean(self) -> None:
        """Raise ValidationError at a new file that is none to be published, too, whatever its name says."""
        super().clean()
        if self.file and not getattr(self.file, "_committed", True):
            try:
                require_attachable(self.file.name, self.file.file, self.file.size)
            except NotAttachable as refusal:
                raise ValidationError({"file": str(refusal)}) from None

    class Meta(AbstractDocument.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"

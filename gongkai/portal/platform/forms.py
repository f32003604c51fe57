"""The form by which an agency is connected to the shared platform."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings

from gongkai.portal.platform.records import PlatformConnection
from gongkai.portal.platform.sending import refusal_of
from gongkai.portal.platform.signing import KEY_NAME, SHORTEST_SECRET, new_private_key

Algorithm = PlatformConnection.Algorithm


class ConnectionForm(forms.ModelForm):
    """Where to send, and how to sign; a key is never shown again."""

    use_required_attribute = False
    secret = forms.CharField(
        label="共同密钥",
        required=False,
        strip=True,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="只在用 HMAC-SHA256 时填，由平台发给。加密保存，不再显示；留空则沿用原来的。",
    )
    new_key = forms.BooleanField(
        label="换一把新的私钥",
        required=False,
        help_text="只在用 Ed25519 时有用。换了以后，要把新的公钥交给平台，旧的签名平台不会再认。",
    )

    class Meta:
        model = PlatformConnection
        fields: ClassVar[list[str]] = ["active", "address", "key_name", "algorithm"]
        widgets: ClassVar = {"algorithm": forms.RadioSelect, "address": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["algorithm"].choices = Algorithm.choices
        self.fields["address"].help_text = "平台给出的网址，以 https:// 开头。"
        self.fields["key_name"].help_text = "平台据它找到对应的密钥；字母、数字、点、横线，最多 64 个。"
        self.fields["active"].help_text = "启用以后，发布、更正、下线都会报送；停用期间的变动不报送。"
        self.fields["address"].error_messages["max_length"] = "地址最多 300 个字符。"
        self.fields["key_name"].error_messages["max_length"] = "密钥编号最多 64 个字符。"
        self.kept = (self.instance.key, self.instance.algorithm)

    def clean_address(self) -> str:
        """Return the address; refuse one that nothing would be sent to."""
        address = str(self.cleaned_data["address"]).strip()
        if address and (refusal := refusal_of(address, settings.PLATFORM_HOSTS)):
            raise forms.ValidationError(refusal)
        return address

    def clean_key_name(self) -> str:
        """Return the name; refuse what could not stand in a header."""
        name = str(self.cleaned_data["key_name"]).strip()
        if name and not KEY_NAME.fullmatch(name):
            raise forms.ValidationError("密钥编号只能用字母、数字、点、横线和下划线。")
        return name

    def clean(self) -> dict[str, Any]:
        """Settle the key; where sending is switched on, nothing may be missing."""
        told: dict[str, Any] = super().clean()
        self.instance.key = self._key(told)
        if told.get("active"):
            for name, label in (("address", "平台接收地址"), ("key_name", "密钥编号")):
                if name in told and not told[name]:
                    self.add_error(name, f"启用报送，要先填写{label}。")
            if not self.instance.key and "secret" not in self.errors:
                self.add_error("secret", "启用报送，要先填写共同密钥。")
        return told

    def _key(self, told: dict[str, Any]) -> str:
        """Return the key to sign with from now on."""
        key, algorithm = self.kept
        kept = key if told.get("algorithm") == algorithm else ""
        if told.get("algorithm") == Algorithm.ED25519:
            return kept if kept and not told.get("new_key") else new_private_key()
        secret = str(told.get("secret") or "")
        if secret and (len(secret) < SHORTEST_SECRET or not secret.isascii()):
            self.add_error("secret", f"共同密钥至少 {SHORTEST_SECRET} 个字符，只用英文字母、数字和符号。")
        return secret or kept

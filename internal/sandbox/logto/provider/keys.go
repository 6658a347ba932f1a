package provider

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"fmt"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// signatureAlgorithm is what a fresh Logto signs with.
const signatureAlgorithm = jose.ES384

// keys sign tokens, and verify the ID tokens that come back as hints.
type keys struct {
	id          string
	private     *ecdsa.PrivateKey
	idToken     jose.Signer
	accessToken jose.Signer
}

var (
	_ op.SigningKey = keys{}
	_ oidc.KeySet   = keys{}
)

func newKeys(private *ecdsa.PrivateKey, id string) (keys, error) {
	if private == nil || private.Curve != elliptic.P384() || id == "" {
		return keys{}, errors.New("no key on the curve P-384, or no name for it")
	}
	k := keys{id: id, private: private}
	var err error
	if k.idToken, err = op.SignerFromKey(k); err != nil {
		return keys{}, fmt.Errorf("prepare to sign ID tokens: %w", err)
	}
	k.accessToken, err = jose.NewSigner(
		jose.SigningKey{Algorithm: signatureAlgorithm, Key: jose.JSONWebKey{Key: private, KeyID: id}},
		(&jose.SignerOptions{}).WithType("at+jwt"),
	)
	if err != nil {
		return keys{}, fmt.Errorf("prepare to sign access tokens: %w", err)
	}
	return k, nil
}

// SignatureAlgorithm is ES384.
func (k keys) SignatureAlgorithm() jose.SignatureAlgorithm { return signatureAlgorithm }

// Key is the private key.
func (k keys) Key() any { return k.private }

// ID names the key.
func (k keys) ID() string { return k.id }

// VerifySignature returns the payload of what was signed with the key.
func (k keys) VerifySignature(_ context.Context, signed *jose.JSONWebSignature) ([]byte, error) {
	if id, _ := oidc.GetKeyIDAndAlg(signed); id != k.id {
		return nil, oidc.ErrKeyNone
	}
	return signed.Verify(&k.private.PublicKey)
}

// Verifies a signature envelope with notation-go, the verifier of the Notary Project.
//
//	verifier ROOT.PEM ENVELOPE DESCRIPTOR.JSON PROFILE_ARN
//
// It prints what the signature says about itself, as JSON, and ends with an error if the signature is refused.
package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
	"strings"

	notation "github.com/notaryproject/notation-go"
	"github.com/notaryproject/notation-go/plugin"
	"github.com/notaryproject/notation-go/plugin/proto"
	"github.com/notaryproject/notation-go/verifier"
	"github.com/notaryproject/notation-go/verifier/trustpolicy"
	"github.com/notaryproject/notation-go/verifier/truststore"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

const (
	pluginName     = "com.amazonaws.signer.notation.plugin"
	profileVersion = "com.amazonaws.signer.signingProfileVersion"
	signingJob     = "com.amazonaws.signer.signingJob"
)

func main() {
	outcome, err := verify(os.Args[1], os.Args[2], os.Args[3], os.Args[4])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(outcome)
}

func verify(rootFile, envelopeFile, descriptorFile, profileArn string) (string, error) {
	root, err := readCertificate(rootFile)
	if err != nil {
		return "", err
	}
	envelope, err := os.ReadFile(envelopeFile)
	if err != nil {
		return "", err
	}
	descriptor, err := readDescriptor(descriptorFile)
	if err != nil {
		return "", err
	}
	signerPlugin := &awsPlugin{}
	subject, err := verifier.New(policy(profileArn), trustStore{root}, signerPlugin)
	if err != nil {
		return "", err
	}
	options := notation.VerifierVerifyOptions{
		ArtifactReference:  "registry.example/app@" + descriptor.Digest.String(),
		SignatureMediaType: "application/jose+json",
	}
	outcome, err := subject.Verify(context.Background(), descriptor, envelope, options)
	if err != nil {
		return "", err
	}
	for _, result := range outcome.VerificationResults {
		if result.Error != nil {
			return "", result.Error
		}
	}
	said, err := json.Marshal(signerPlugin.attributes)
	return string(said), err
}

// policy trusts the authority of the sandbox for a signing profile.
func policy(profileArn string) *trustpolicy.Document {
	return &trustpolicy.Document{
		Version: "1.0",
		TrustPolicies: []trustpolicy.TrustPolicy{{
			Name:                  "sandbox",
			RegistryScopes:        []string{"*"},
			SignatureVerification: trustpolicy.SignatureVerification{VerificationLevel: "strict"},
			TrustStores:           []string{"signingAuthority:sandbox"},
			TrustedIdentities:     []string{profileArn},
		}},
	}
}

type trustStore struct{ root *x509.Certificate }

func (store trustStore) GetCertificates(_ context.Context, kind truststore.Type, name string) ([]*x509.Certificate, error) {
	if kind != truststore.TypeSigningAuthority || name != "sandbox" {
		return nil, fmt.Errorf("there is no trust store %s:%s", kind, name)
	}
	return []*x509.Certificate{store.root}, nil
}

// awsPlugin stands for the plugin of AWS Signer, which cannot be had as a library: it compares the profile with the
// trusted identities, and reads the attributes that AWS's plugin reads. Nothing is revoked.
type awsPlugin struct {
	plugin.Plugin
	attributes map[string]any
}

func (p *awsPlugin) Get(_ context.Context, name string) (plugin.Plugin, error) {
	if name != pluginName {
		return nil, fmt.Errorf("there is no plugin %s", name)
	}
	return p, nil
}

func (p *awsPlugin) List(context.Context) ([]string, error) { return []string{pluginName}, nil }

func (p *awsPlugin) GetMetadata(context.Context, *proto.GetMetadataRequest) (*proto.GetMetadataResponse, error) {
	return &proto.GetMetadataResponse{
		Name:                      pluginName,
		Version:                   "1.0.0",
		SupportedContractVersions: []string{"1.0"},
		Capabilities:              []proto.Capability{proto.CapabilityTrustedIdentityVerifier, proto.CapabilityRevocationCheckVerifier},
	}, nil
}

func (p *awsPlugin) VerifySignature(_ context.Context, request *proto.VerifySignatureRequest) (*proto.VerifySignatureResponse, error) {
	critical := request.Signature.CriticalAttributes
	if critical.SigningScheme != "notary.x509.signingAuthority" || critical.AuthenticSigningTime == nil {
		return nil, fmt.Errorf("the scheme %s has no authentic signing time", critical.SigningScheme)
	}
	p.attributes = critical.ExtendedAttributes
	version, _ := p.attributes[profileVersion].(string)
	trusted := false
	for _, identity := range request.TrustPolicy.TrustedIdentities {
		trusted = trusted || version == identity || strings.HasPrefix(version, identity+"/")
	}
	return &proto.VerifySignatureResponse{
		VerificationResults: map[proto.Capability]*proto.VerificationResult{
			proto.CapabilityTrustedIdentityVerifier: {Success: trusted, Reason: version + " is not trusted"},
			proto.CapabilityRevocationCheckVerifier: {Success: true},
		},
		ProcessedAttributes: []any{profileVersion, signingJob},
	}, nil
}

func readCertificate(file string) (*x509.Certificate, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no certificate", file)
	}
	return x509.ParseCertificate(block.Bytes)
}

func readDescriptor(file string) (descriptor ocispec.Descriptor, err error) {
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &descriptor)
	}
	return descriptor, err
}
